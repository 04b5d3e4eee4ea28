// Map: drags the drawing, and offers to search the part that is then in sight.
export function map(from) {
  from.querySelectorAll("svg[data-map]").forEach((drawing) => {
    const again = drawing.parentElement.querySelector("[data-again]");
    const { west, south, east, north } = Object.fromEntries(["west", "south", "east", "north"].map((name) => [name, Number(drawing.dataset[name])]));
    let start = null, x = 0, y = 0;
    const scale = () => 1000 / drawing.getBoundingClientRect().width;

    drawing.addEventListener("pointerdown", (event) => { if (event.button === 0) start = { px: event.clientX, py: event.clientY, x, y }; });
    drawing.addEventListener("pointermove", (event) => {
      if (!start) return;
      const dx = (event.clientX - start.px) * scale(), dy = (event.clientY - start.py) * scale();
      if (Math.hypot(dx, dy) < 6 && !drawing.hasPointerCapture(event.pointerId)) return;
      drawing.setPointerCapture(event.pointerId);
      x = start.x - dx; y = start.y - dy;
      drawing.setAttribute("viewBox", `${x} ${y} 1000 760`);
      offer();
    });
    const end = () => { start = null; };
    drawing.addEventListener("pointerup", end);
    drawing.addEventListener("pointercancel", end);

    function offer() {
      const right = (x / 1000) * (east - west), up = (-y / 760) * (north - south);
      const box = [west + right, south + up, east + right, north + up];
      if (Math.abs(box[0]) > 180 || Math.abs(box[2]) > 180 || box[1] < -84 || box[3] > 84) return;
      const address = new URL(again.href, location.href);
      address.searchParams.set("bbox", box.map((value) => value.toFixed(5)).join(","));
      again.href = address;
      again.hidden = false;
    }
    const root = drawing.closest("#results") ?? document;
    root.querySelectorAll("[data-list] > [data-studio]").forEach((card) => {
      const pin = drawing.querySelector(`[data-pin="${CSS.escape(card.dataset.studio)}"]`);
      if (!pin) return;
      for (const [on, name] of [[true, "pointerenter"], [false, "pointerleave"], [true, "focusin"], [false, "focusout"]]) {
        card.addEventListener(name, () => pin.classList.toggle("lit", on));
        pin.addEventListener(name, () => card.classList.toggle("lit", on));
      }
    });
  });
}
