// Suggestions below the search box: a combobox after the ARIA Authoring Practices Guide.
const GROUPS = [["artists", "Artist"], ["studios", "Studio"], ["styles", "Style"], ["cities", "City"]];

export function suggestions(say) {
  document.querySelectorAll("[data-suggest]").forEach((form, number) => {
    const input = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    list.id = `options-${number}`;
    list.className = "options";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    form.append(list);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
      .forEach(([name, value]) => input.setAttribute(name, value));
    let chosen = -1, waiting = 0, last = 0;

    const options = () => [...list.children];
    const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      chosen = index;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      const now = options()[index];
      if (now) { input.setAttribute("aria-activedescendant", now.id); now.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };

    async function ask() {
      const text = input.value.trim();
      if (text.length < 2) { close(); return; }
      const mine = ++last;
      try {
        const answer = await fetch(`/v1/suggest?limit=4&q=${encodeURIComponent(text.slice(0, 100))}`);
        if (!answer.ok || mine !== last || document.activeElement !== input) return;
        draw(await answer.json());
      } catch { close(); }
    }

    function draw(found) {
      list.replaceChildren();
      for (const [group, label] of GROUPS) for (const one of found[group] ?? []) {
        const option = document.createElement("li");
        option.id = `${list.id}-${list.children.length}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        const more = document.createElement("small");
        text.textContent = one.text;
        more.textContent = [label, one.detail].filter(Boolean).join(" · ");
        option.append(text, more);
        option.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(address(group, one)); });
        option.dataset.href = address(group, one);
        list.append(option);
      }
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      chosen = -1;
      if (!list.hidden) say(`${list.children.length} suggestions`);
    }

    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      if (list.hidden) return;
      const most = list.children.length - 1;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen === most ? -1 : chosen + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen === -1 ? most : chosen - 1); }
      if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(options()[chosen].dataset.href); }
    });
  });
}

function address(group, one) {
  if (group === "artists" || group === "studios") return `/${group}/${encodeURIComponent(one.id)}`;
  return group === "styles" ? `/styles/${encodeURIComponent(one.id)}` : `/artists?city=${encodeURIComponent(one.id)}`;
}
