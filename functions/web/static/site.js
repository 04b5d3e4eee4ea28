// Makes complete pages more comfortable; every part works without this file.
import { suggestions } from "./suggest.js";
import { gallery } from "./gallery.js";
import { shortlist } from "./shortlist.js";
import { map } from "./map.js";

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const say = (text) => { document.querySelector("[data-announce]").textContent = text; };

function start(from) {
  all("[data-near]", from).forEach((button) => {
    if (!("geolocation" in navigator)) return;
    button.hidden = false;
    button.addEventListener("click", () => near(button));
  });
  all("[data-auto] select", from).forEach((select) => select.addEventListener("change", () => submit(select.form)));
  all("[data-filters]", from).forEach((form) => form.addEventListener("change", () => { if (!narrow()) submit(form); }));
  all("[data-more]", from).forEach((link) => link.addEventListener("click", more));
  all("[data-fold]", from).forEach((fold) => { fold.open = !narrow(); });
  all("img", from).forEach((image) => {
    // A picture may still be made: it is asked for once more before its place is given up.
    const again = () => {
      image.addEventListener("error", () => image.classList.add("gone"), { once: true });
      setTimeout(() => { const from = image.srcset; image.srcset = ""; if (from) image.srcset = from; else image.src = image.getAttribute("src"); }, 5000);
    };
    if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") again();
    else image.addEventListener("error", again, { once: true });
  });
  shortlist(from, say);
  map(from);
}

const small = matchMedia("(max-width: 56rem)");
const narrow = () => small.matches;
small.addEventListener("change", () => all("[data-fold]").forEach((fold) => { fold.open = !narrow(); }));

function near(button) {
  button.disabled = true;
  say("Asking the browser for your position");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const address = new URL(button.dataset.near, location.href);
      if (address.pathname === location.pathname) address.search = location.search;
      address.searchParams.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
      ["bbox", "cursor", "city"].forEach((name) => address.searchParams.delete(name));
      const text = address.searchParams.get("q");
      if (text) address.searchParams.set("q", text.replace(/\bnear me\b/i, "").trim());
      location.assign(address);
    },
    () => { button.disabled = false; say("The browser did not give a position. Choose a city instead."); },
    { timeout: 8000, maximumAge: 600000 },
  );
}

function submit(form) {
  const address = new URL(form.action, location.href);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
  show(address, true);
}

// XMLHttpRequest parses a page itself: Trusted Types forbid to make one from a string.
const page = (address) => new Promise((found, failed) => {
  const asking = new XMLHttpRequest();
  asking.open("GET", address);
  asking.setRequestHeader("Accept", "text/html");
  asking.responseType = "document";
  asking.onload = () => (asking.response?.getElementById("main") ? found({ document: asking.response, address: asking.responseURL }) : failed(new Error("no page")));
  asking.onerror = failed;
  asking.send();
});

let asked = 0;
async function show(address, push) {
  const old = document.getElementById("results");
  if (!old) { location.assign(address); return; }
  const mine = ++asked;
  const focused = document.activeElement;
  const back = focused?.name ? [focused.name, focused.value] : null;
  old.setAttribute("aria-busy", "true");
  try {
    const found = await page(address);
    if (mine !== asked) return;
    const fresh = found.document.getElementById("results");
    if (!fresh) { location.assign(address); return; }
    const rest = all(".rest", old).some((part) => part.open);
    old.replaceWith(fresh);
    document.title = found.document.title;
    if (push) history.pushState({ results: true }, "", found.address);
    start(fresh);
    all(".rest", fresh).forEach((part) => { part.open = rest; });
    if (back) all(`[name="${CSS.escape(back[0])}"]`, fresh).find((one) => one.value === back[1] || one.tagName === "SELECT")?.focus();
    say(`${fresh.querySelector("[data-count]")?.textContent ?? ""} ${fresh.querySelector("h1")?.textContent ?? ""}`);
  } catch { location.assign(address); }
}

async function more(event) {
  event.preventDefault();
  const link = event.currentTarget;
  const list = document.querySelector("[data-list]");
  link.setAttribute("aria-busy", "true");
  try {
    const found = (await page(link.href)).document;
    const fresh = all("[data-list] > *", found);
    const next = found.querySelector("[data-more]");
    if (!fresh.length) throw new Error("nothing");
    fresh.forEach((card) => list.append(card));
    fresh.forEach((card) => shortlist(card, say));
    link.removeAttribute("aria-busy");
    if (next) link.href = next.getAttribute("href"); else link.parentElement.remove();
    fresh[0].querySelector("a")?.focus();
    say(`${fresh.length} more`);
  } catch { location.assign(link.href); }
}

addEventListener("popstate", () => { if (document.getElementById("results")) show(location.href, false); });

all("[data-theme-switch]").forEach((part) => {
  part.hidden = false;
  const now = document.documentElement.dataset.theme || "auto";
  all("input", part).forEach((input) => {
    input.checked = input.value === now;
    input.addEventListener("change", () => {
      if (input.value === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = input.value;
      try { localStorage.setItem("theme", input.value); } catch { /* it holds for this page */ }
    });
  });
});
document.querySelector("[data-focus]")?.focus();
suggestions(say);
gallery();
start(document);
