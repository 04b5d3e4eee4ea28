// Runs before every document's own scripts, in every frame: takes away what could stop or mislead a visit,
// and counts requests under way so that the reader knows when content may still come.
(() => {
  const quiet = (object, name, value) => {
    try {
      Object.defineProperty(object, name, { value, writable: true, configurable: true });
    } catch (error) { /* a frozen object stays as it is */ }
  };
  // Dialogs, prints and pop-ups would wait for a person.
  quiet(window, "alert", () => undefined);
  quiet(window, "confirm", () => true);
  quiet(window, "prompt", () => null);
  quiet(window, "print", () => undefined);
  quiet(window, "open", () => null);
  for (const name of ["beforeunload", "unload"]) {
    window.addEventListener(name, (event) => event.stopImmediatePropagation(), true);
  }
  // Peer connections would leave the machine beside the proxy; the rest asks for permissions or wakes devices.
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "SharedWorker",
    "PushManager", "Notification", "PaymentRequest", "SpeechSynthesisUtterance", "AudioContext"]) {
    if (name in window) quiet(window, name, undefined);
  }

  // What is wholly transparent is laid out and observed as ever, but never drawn: nobody looks, and drawing is a
  // fifth of a page's work. A picture of the page is taken after `show`.
  const veil = new CSSStyleSheet();
  veil.replaceSync("html { opacity: 0 !important; }");
  document.adoptedStyleSheets = [veil];
  const show = () => veil.replaceSync("");

  const state = { pending: 0, last: 0, watchesScroll: false, observes: false, show };
  Object.defineProperty(window, Symbol.for("inkscout.visit"), { value: state });
  const begin = () => { state.pending += 1; state.last = performance.now(); };
  const end = () => { state.pending -= 1; state.last = performance.now(); };

  const fetchOriginal = window.fetch;
  if (fetchOriginal) {
    quiet(window, "fetch", function fetch(...request) {
      begin();
      const answer = Reflect.apply(fetchOriginal, this, request);
      answer.then(end, end);
      return answer;
    });
  }
  const send = XMLHttpRequest.prototype.send;
  quiet(XMLHttpRequest.prototype, "send", function sendCounted(...body) {
    begin();
    this.addEventListener("loadend", end, { once: true });
    return Reflect.apply(send, this, body);
  });

  // Only pages that look at the scroll position are scrolled through.
  const Observer = window.IntersectionObserver;
  if (Observer) {
    quiet(window, "IntersectionObserver", class IntersectionObserver extends Observer {
      constructor(...given) { super(...given); state.watchesScroll = true; state.observes = true; }
    });
  }
  const listen = EventTarget.prototype.addEventListener;
  quiet(EventTarget.prototype, "addEventListener", function addEventListener(type, ...rest) {
    if (type === "scroll") state.watchesScroll = true;
    return Reflect.apply(listen, this ?? window, [type, ...rest]);
  });
})();
