// Asks for a page again while something on it moves; every page is complete without this file.
import "./ticks.js";

const say = (text) => { document.querySelector("[data-announce]").textContent = text; };

// XMLHttpRequest parses a page itself: Trusted Types forbid to make one from a string.
const page = (address) => new Promise((found, failed) => {
  const asking = new XMLHttpRequest();
  asking.open("GET", address);
  asking.setRequestHeader("Accept", "text/html");
  asking.responseType = "document";
  asking.onload = () => (asking.status === 200 && asking.response?.getElementById("main") ? found(asking.response) : failed(new Error("no page")));
  asking.onerror = failed;
  asking.send();
});

function poll(part) {
  const seconds = Number(part.dataset.poll);
  if (!seconds) return;
  setTimeout(async () => {
    if (document.hidden) { poll(part); return; }
    try {
      const fresh = (await page(location.href)).getElementById(part.id);
      if (!fresh) return;
      // Whoever has the focus inside, or has opened something, keeps it.
      const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
      part.replaceWith(fresh);
      open.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
      if (focused) document.getElementById(focused)?.focus();
      if (fresh.dataset.said && fresh.dataset.said !== part.dataset.said) say(fresh.dataset.said);
      poll(fresh);
    } catch { poll(part); }
  }, seconds * 1000);
}

document.querySelectorAll("[data-poll][id]").forEach(poll);
