// Shortlist: ids of up to eight artists, kept in this browser alone.
const MOST = 8;

function read() {
  try { const kept = JSON.parse(localStorage.getItem("shortlist") ?? "[]"); return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : []; } catch { return []; }
}
function write(ids) { try { localStorage.setItem("shortlist", JSON.stringify(ids)); } catch { /* it holds for this page */ } }

function link() {
  const ids = read();
  document.querySelectorAll("[data-shortlist-link]").forEach((one) => {
    one.textContent = ids.length ? `Shortlist (${ids.length})` : "Shortlist";
    one.href = ids.length ? `/shortlist?ids=${ids.map(encodeURIComponent).join(",")}` : "/shortlist";
  });
}

// Cards have no button until there is a script that could do something with it.
function ribbon(card) {
  const name = card.querySelector("h2, h3").textContent;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "save" });
  Object.assign(button.dataset, { save: card.dataset.artist, name });
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  icon.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  icon.firstChild.setAttribute("d", "M6 3.5h12v17l-6-4.5-6 4.5z");
  const label = document.createElement("span");
  label.className = "vh";
  label.textContent = `Keep ${name} on the shortlist`;
  button.append(icon, label);
  card.append(button);
}

export function shortlist(from, say) {
  [...from.querySelectorAll(".card[data-artist]"), ...(from.matches?.(".card[data-artist]") ? [from] : [])]
    .filter((card) => !card.closest("[data-shortlist]") && !card.querySelector("[data-save]")).forEach(ribbon);
  from.querySelectorAll("[data-save]").forEach((button) => {
    const id = button.dataset.save;
    button.hidden = false;
    const paint = () => {
      const on = read().includes(id);
      button.setAttribute("aria-pressed", String(on));
      if (!button.classList.contains("save")) button.textContent = on ? "On the shortlist" : "Keep on the shortlist";
    };
    paint();
    button.addEventListener("click", () => {
      const ids = read();
      if (ids.includes(id)) write(ids.filter((one) => one !== id));
      else if (ids.length >= MOST) { say(`The shortlist is full: it holds ${MOST}.`); return; }
      else write([...ids, id]);
      paint();
      link();
      say(read().includes(id) ? `${button.dataset.name} is on the shortlist` : `${button.dataset.name} is off the shortlist`);
    });
  });
  from.querySelectorAll("[data-drop]").forEach((one) => one.addEventListener("click", () => write(read().filter((id) => id !== one.dataset.drop))));
  if (from === document && document.querySelector("[data-shortlist-empty]") && read().length && !location.search) location.replace(`/shortlist?ids=${read().map(encodeURIComponent).join(",")}`);
  link();
}
