// Gallery: pictures in a dialog, with arrows, swipes and a link to where each was published.
export function gallery() {
  const list = document.querySelector("[data-gallery]");
  if (!list || !("showModal" in HTMLDialogElement.prototype)) return;
  const links = [...list.querySelectorAll("a")];
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", "Pictures");
  const image = document.createElement("img");
  const tools = document.createElement("div");
  tools.className = "tools";
  const counter = document.createElement("p");
  counter.setAttribute("role", "status");
  const source = document.createElement("a");
  source.textContent = "Where it was published";
  source.rel = "noopener";
  source.href = links[0].dataset.source;
  const button = (text, act) => { const made = document.createElement("button"); made.type = "button"; made.className = "btn plain"; made.textContent = text; made.addEventListener("click", act); return made; };
  tools.append(counter, source, button("Previous", () => go(-1)), button("Next", () => go(1)), button("Close", () => dialog.close()));
  dialog.append(image, tools);
  document.body.append(dialog);
  let at = 0, touched = 0;

  const open = () => links.filter((link) => !link.querySelector(".gone"));
  function show() {
    const shown = open(), link = shown[at];
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    counter.textContent = `${at + 1} of ${shown.length}`;
    source.href = link.dataset.source;
  }
  function go(step) { at = (at + step + open().length) % open().length; show(); }
  links.forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); at = Math.max(0, open().indexOf(link)); show(); dialog.showModal(); }));
  dialog.addEventListener("keydown", (event) => { if (event.key === "ArrowLeft") go(-1); if (event.key === "ArrowRight") go(1); });
  dialog.addEventListener("pointerdown", (event) => { touched = event.clientX; });
  image.addEventListener("pointerup", (event) => { const moved = event.clientX - touched; if (Math.abs(moved) > 50) go(moved < 0 ? 1 : -1); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => open()[at]?.focus());
}
