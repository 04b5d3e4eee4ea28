// Waits until the document's text rests, opens what is folded away (consent banner, lazy list, "load more"),
// and returns the document with its shadow trees and same-origin frames written out. One call for each page.
async (limits) => {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const visit = window[Symbol.for("inkscout.visit")]
    || { pending: 0, last: 0, timers: new Map(), ran: 0, unseen: true, watchesScroll: true, observes: true,
      later: setTimeout.bind(window), frame: requestAnimationFrame.bind(window), changed() {} };
  const pause = (ms) => new Promise((resolve) => visit.later(resolve, ms));
  // Where the machine is busy elsewhere, time passes without the page having its turn. So time is also counted in
  // turns: a turn is lookMs that the page had to itself, however long they took by the clock.
  const turns = (ms) => Math.ceil(ms / limits.lookMs);
  // A frame was drawn, and what observes its elements was told of it.
  const drawn = () => new Promise((resolve) => {
    let done = false;
    const end = () => { done = true; resolve(); };
    visit.frame(() => visit.later(end, 0));
    (async () => {
      for (let turn = 0; !done && turn < turns(limits.slowMs); turn += 1) await pause(limits.lookMs);
      end();
    })();
  });
  const textLength = () => (document.body ? document.body.textContent.length : 0);

  let lastChange = performance.now();
  let changes = 0;
  let looks = 0;
  let ranBefore = 0;
  let lastRequest = 0;
  const stir = () => { looks = 0; ranBefore = visit.ran; };
  const changed = () => { lastChange = performance.now(); stir(); visit.changed(); };
  const observer = new MutationObserver(() => { changes += 1; changed(); });
  observer.observe(document, { childList: true, subtree: true, characterData: true });

  // Timers that have run eight times without a change move something and bring nothing.
  const timerUnderWay = (ms) => {
    if (visit.ran - ranBefore >= limits.idleTimers) return false;
    for (const delay of visit.timers.values()) if (delay <= ms) return true;
    return false;
  };
  // Scripts that scripts add, such as parts of a bundle, are requests too, and do not hold back the document's state.
  // Such a script is async; one that came with innerHTML is not, and never runs.
  const scriptUnderWay = () => [...document.scripts].some((script) => script.async && script.src && !script.noModule
    && /^(?:|module|(?:text|application)\/(?:javascript|ecmascript))$/.test(script.type)
    && visit.loaded && !visit.loaded.has(script));
  const frameUnderWay = () => {
    for (let at = 0; at < Math.min(window.length, 20); at += 1) {
      try {
        if (window[at].document.readyState !== "complete") return true;
      } catch (error) { /* a frame from elsewhere */ }
    }
    return false;
  };
  // A meta refresh that is due leaves this document. No event tells of it until the answer has come, so it counts as
  // under way for slowMs after it was due.
  const refreshUnderWay = () => [...document.querySelectorAll("meta[http-equiv='refresh' i]")].some((meta) => {
    const due = 1000 * Number.parseFloat(meta.content);
    return due <= 2 * limits.slowMs && looks < turns(due + limits.slowMs);  // 3 s, as over HTTP
  });
  const underWay = (ms = limits.quietMs) => visit.pending > 0 || timerUnderWay(ms) || scriptUnderWay()
    || frameUnderWay();
  // What modules import, workers and sockets send, and frames from elsewhere say, is known only when it has come.
  const isUnseen = () => visit.unseen || window.length > 0
    || [...document.scripts].some((script) => script.type === "module" || /\bimport\s*\(/.test(script.text));

  // Text counts as resting when nothing changed for a while and nothing that could bring more is under way: a request,
  // a script, a frame, a timer that is due within quietMs. All of them seen, that while is short (calmMs), and over
  // at once where there is no script. What takes longer than slowMs (a chat, a stream) is no longer waited for. A
  // document that still holds next to no text is given longer, since a script may be about to build it: slowMs, or
  // emptyMs while it is empty; less where nothing is under way that could.
  const rests = () => {
    const now = performance.now();
    if (visit.last !== lastRequest) { lastRequest = visit.last; looks = 0; }
    looks += 1;
    const still = (ms) => looks >= turns(ms) && now - lastChange >= ms && now - visit.last >= ms;
    if (document.readyState === "loading") return false;
    if (document.readyState !== "complete" && elapsed() < limits.slowMs) return false;
    if (refreshUnderWay()) return false;
    if (document.scripts.length === 0 && document.readyState === "complete") return looks > 1 && !frameUnderWay();
    if (!still(limits.calmMs)) return false;
    const unseen = isUnseen();
    if (unseen && !still(limits.quietMs)) return false;
    if (looks < turns(limits.slowMs) && underWay()) return false;
    if (elapsed() >= limits.emptyMs) return true;
    const text = visibleText();
    if (text >= limits.littleText) return true;
    if (looks >= turns(limits.slowMs)) {
      return visit.pending === 0 && !timerUnderWay(limits.slowMs) && (text > 0 || !unseen);
    }
    return text > 0 && !unseen && still(limits.quietMs) && !underWay(limits.slowMs);
  };
  const visibleText = () => {
    if (!document.body) return 0;
    let length = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(node.nodeName)
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    while (length < limits.littleText && walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) length += walker.currentNode.data.trim().length;
    }
    return length;
  };
  // A document that has outgrown its bound is not waited for, nor scrolled through.
  const isTooLarge = () => document.getElementsByTagName("*").length > limits.nodes;
  const settle = async (limitMs, leastTurns = turns(limitMs)) => {
    const until = elapsed() + limitMs;
    for (let turn = 0; elapsed() < limits.totalMs && (elapsed() < until || turn < leastTurns); turn += 1) {
      if (isTooLarge() || rests()) return;
      await pause(limits.lookMs);
    }
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
  };
  // A button, or a link that stays on this page.
  const staysHere = (element) => {
    const link = element.closest("a[href]");
    if (!link) return !element.closest("form") || element.type === "button";
    const target = link.getAttribute("href").trim();
    return target === "" || target.startsWith("#") || target.startsWith("javascript:");
  };
  // Not innerText, which lays the page out for each button; what is long is no button's label.
  const label = (element) => {
    const words = element.textContent;
    if (words.length > 400) return "";
    return words.replace(/\s+/g, " ").trim() || element.value || element.getAttribute("aria-label") || "";
  };

  // What moves for ever is drawn sixty times a second, for nobody.
  const rest = () => {
    for (const animation of document.getAnimations()) {
      try {
        if (animation.effect.getTiming().iterations === Infinity) animation.pause();
      } catch (error) { /* an animation without an effect draws nothing */ }
    }
  };
  const dismissConsent = () => {
    const refuse = new RegExp(limits.refuseWords, "iu");
    const accept = new RegExp(limits.acceptWords, "iu");
    const known = document.querySelector(limits.consentButtons);
    if (known && shown(known)) { known.click(); return true; }
    const banners = [...document.querySelectorAll(limits.consentBanners)].slice(0, 20).filter(shown);
    for (const wanted of [refuse, accept]) {
      for (const banner of banners) {
        const buttons = [...banner.querySelectorAll("button, a, [role=button], input[type=button]")].slice(0, 40);
        const hit = buttons.find((button) => {
          const words = label(button);
          return words && words.length < 40 && wanted.test(words) && staysHere(button) && shown(button);
        });
        if (hit) { hit.click(); return true; }
      }
    }
    return false;
  };

  // A page that looks at its scroll position is brought to its end in few jumps: every frame that is drawn costs.
  // Where something came of it, on it goes.
  const sweep = async (root, jumps) => {
    const from = root.scrollTop;
    const way = root.scrollHeight - window.innerHeight - from;
    for (let jump = 1; jump <= jumps; jump += 1) {
      window.scrollTo({ top: from + (way * jump) / jumps, behavior: "instant" });
      await drawn();
    }
  };
  const scrollThrough = async () => {
    const root = document.scrollingElement;
    if (!root || !visit.watchesScroll) return;
    for (let round = 0; round < limits.scrolls && elapsed() < limits.totalMs; round += 1) {
      const height = root.scrollHeight;
      const text = textLength();
      if (height <= window.innerHeight + 4) return;
      ranBefore = visit.ran;
      await sweep(root, round === 0 && visit.observes ? limits.jumps : 1);
      await drawn();
      await drawn();
      await pause(limits.scrollMs);
      if (underWay()) {
        looks = 0;
        await settle(limits.slowMs);
      }
      if (root.scrollHeight <= height + 4 && textLength() <= text) return;
      await settle(limits.slowMs);
    }
  };

  const loadMore = async () => {
    const more = new RegExp(limits.moreWords, "iu");
    for (let click = 0; click < limits.clicks && elapsed() < limits.totalMs; click += 1) {
      const buttons = [...document.querySelectorAll("button, [role=button], a[href^='#'], a:not([href])")];
      const hit = buttons.slice(0, 400).find((button) => {
        const words = label(button);
        return words && words.length < 40 && more.test(words) && !button.disabled && staysHere(button)
          && shown(button);
      });
      if (!hit) return;
      const before = textLength();
      stir();
      hit.click();
      await pause(limits.quietMs);
      await settle(limits.slowMs);
      if (textLength() <= before) return;
    }
  };

  visit.later(rest, limits.calmMs);
  await settle(limits.settleMs, turns(limits.slowMs));
  if (!isTooLarge()) {
    rest();
    if (dismissConsent()) {
      stir();
      await settle(limits.slowMs);
    }
    await scrollThrough();
    await loadMore();
    await settle(limits.slowMs);
  }
  observer.disconnect();

  if (isTooLarge()) return JSON.stringify({ tooLarge: true });
  return JSON.stringify(write());

  function write() {
    const inner = [];
    let foreignFrames = 0;
    const mark = (element, text) => {
      element.setAttribute("data-inner-tree", String(inner.length));
      inner.push(text);
    };
    const frameText = (frame) => {
      try {
        const inside = frame.contentDocument;
        return inside && inside.body ? inside.body : null;
      } catch (error) { return null; }
    };
    const roots = [document];
    const marked = [];
    while (roots.length && inner.length < limits.innerTrees) {
      const root = roots.pop();
      for (const element of root.querySelectorAll("*")) {
        if (inner.length >= limits.innerTrees) break;
        if (element.shadowRoot) {
          roots.push(element.shadowRoot);
          mark(element, () => `<div data-shadow-tree>${element.shadowRoot.innerHTML}</div>`);
          marked.push(element);
        } else if (element.localName === "iframe" || element.localName === "frame") {
          const body = frameText(element);
          if (body && body.textContent.trim()) {
            absolute(body);
            mark(element, () => `<div data-frame>${body.innerHTML}</div>`);
            marked.push(element);
          } else if (!body && /^https?:/.test(element.src)) foreignFrames += 1;
        }
      }
    }
    let html = document.documentElement.outerHTML;
    // Inner trees may hold marks of their own, so the text is filled in from the outside inwards.
    const hosts = /<([a-z][\w-]*)[^>]*? data-inner-tree="(\d+)"[^>]*>(?:<\/i?frame>)?/gi;
    for (let depth = 0; depth < 4 && inner.length && html.search(hosts) >= 0; depth += 1) {
      html = html.replace(hosts, (tag, name, at) => tag.replace(` data-inner-tree="${at}"`, "") + inner[Number(at)]());
      if (html.length > limits.characters) break;
    }
    for (const element of marked) element.removeAttribute("data-inner-tree");
    return { html: `<!doctype html>${html}`.slice(0, limits.characters), url: location.href, foreignFrames,
      tooLarge: html.length > limits.characters, waitedMs: Math.round(elapsed()), changes };
  }

  function absolute(body) {
    for (const link of body.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    for (const image of body.querySelectorAll("img[src]")) image.setAttribute("src", image.src);
  }
}
