// Runs before every document's own scripts, in every frame: takes away what could stop or mislead a visit,
// and counts requests and timers under way so that the reader knows when content may still come. A count says the
// same on a slow machine, where a wait of so many milliseconds ends before the page has had its turn.
(() => {
  const LONGEST_TIMER = 1500;  // milliseconds; the reader waits for shorter ones than this
  const SHORT_INTERVAL = 250;  // milliseconds; what comes less often is not waited for again and again
  const MOST_TIMERS = 1000;
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

  // The reader's own timers and frames, which no page can replace.
  const later = window.setTimeout.bind(window);
  const frame = window.requestAnimationFrame.bind(window);

  // Requests under way, when that last changed, short timers that are not due yet, how many have run, scripts that
  // were loaded or could not be, and whether something is at work that is seen only by what it changes.
  const intervals = new Map();
  const state = { pending: 0, last: 0, timers: new Map(), ran: 0, loaded: new WeakSet(), unseen: false,
    watchesScroll: false, observes: false, show, later, frame,
    changed() { for (const [id, ms] of intervals) state.timers.set(id, ms); } };
  Object.defineProperty(window, Symbol.for("inkscout.visit"), { value: state });
  const ended = (event) => { if (event.target instanceof HTMLScriptElement) state.loaded.add(event.target); };
  for (const name of ["load", "error"]) document.addEventListener(name, ended, true);
  const begin = () => { state.pending += 1; state.last = performance.now(); };
  const end = () => { state.pending -= 1; state.last = performance.now(); };

  // A timeout counts until it has run. An interval counts until its first run, and a short one until it has run
  // once without a change: a list that it brings line by line is whole then, however late a busy machine runs it.
  for (const name of ["setTimeout", "setInterval"]) {
    const set = window[name];
    quiet(window, name, { [name](work, delay, ...given) {
      const ms = Number(delay) || 0;
      if (typeof work !== "function" || ms > LONGEST_TIMER || state.timers.size >= MOST_TIMERS) {
        return Reflect.apply(set, this ?? window, [work, delay, ...given]);
      }
      const run = function run(...arguments_) {
        state.timers.delete(id);
        state.ran += 1;
        return Reflect.apply(work, this, arguments_);
      };
      const id = Reflect.apply(set, this ?? window, [run, delay, ...given]);
      state.timers.set(id, ms);
      if (name === "setInterval" && ms <= SHORT_INTERVAL) intervals.set(id, ms);
      return id;
    } }[name]);
  }
  for (const name of ["clearTimeout", "clearInterval"]) {
    const clear = window[name];
    quiet(window, name, function clearCounted(id) {
      state.timers.delete(Number(id));
      intervals.delete(Number(id));
      return Reflect.apply(clear, this ?? window, [id]);
    });
  }
  const whenIdle = window.requestIdleCallback;
  if (whenIdle) {
    quiet(window, "requestIdleCallback", function requestIdleCallback(work, ...options) {
      begin();
      return Reflect.apply(whenIdle, window, [(deadline) => { end(); work(deadline); }, ...options]);
    });
  }
  for (const name of ["Worker", "WebSocket", "EventSource"]) {
    const Original = window[name];
    if (!Original) continue;
    quiet(window, name, { [name]: class extends Original {
      constructor(...given) { super(...given); state.unseen = true; }
    } }[name]);
  }

  const fetchOriginal = window.fetch;
  if (fetchOriginal) {
    quiet(window, "fetch", function fetch(...request) {
      begin();
      const answer = Reflect.apply(fetchOriginal, this, request);
      answer.then(end, end);
      return answer;
    });
  }
  // A fetch is answered when its head has arrived; what it is for comes with the body.
  for (const name of ["json", "text", "arrayBuffer", "blob", "formData"]) {
    const read = Response.prototype[name];
    quiet(Response.prototype, name, function readCounted() {
      begin();
      const body = Reflect.apply(read, this, []);
      body.then(end, end);
      return body;
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
