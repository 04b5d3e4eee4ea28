"""Script of a page that asks for addresses by every way a browser has."""

WAYS = """
const targets = TARGETS;
const add = (tag, fields) => {
  const element = document.createElement(tag);
  Object.assign(element, fields);
  (document.body || document.documentElement).append(element);
  return element;
};
const quietly = (work) => {
  try { const done = work(); if (done && done.catch) done.catch(() => 0); } catch (e) {}
};
const rels = ["stylesheet", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest", "modulepreload"];
for (const url of targets) {
  quietly(() => fetch(url, {mode: "no-cors"}));
  quietly(() => { const x = new XMLHttpRequest(); x.open("POST", url); x.send("x"); });
  quietly(() => new WebSocket(url.replace(/^http/, "ws")));
  quietly(() => new WebSocket(url.replace(/^http/, "wss")));
  quietly(() => new EventSource(url));
  quietly(() => navigator.sendBeacon(url, "x"));
  quietly(() => add("img", {src: url}));
  quietly(() => add("iframe", {src: url}));
  quietly(() => add("iframe", {srcdoc: `<meta http-equiv=refresh content="0;url=${url}">`}));
  quietly(() => add("script", {src: url}));
  quietly(() => add("script", {src: url, type: "module"}));
  quietly(() => add("object", {data: url}));
  quietly(() => add("embed", {src: url}));
  quietly(() => add("video", {src: url, preload: "auto"}));
  for (const rel of rels)
    quietly(() => add("link", {rel, href: url}));
  quietly(() => add("link", {rel: "preload", as: "font", href: url, crossOrigin: "anonymous"}));
  quietly(() => add("style", {textContent: `@import url("${url}"); body { background: url("${url}") }`}));
  quietly(() => import(url));
  quietly(() => new Worker(URL.createObjectURL(new Blob([`importScripts("${url}")`]))));
  quietly(() => {
    const frame = add("iframe", {name: "form" + Math.random()});
    const form = add("form", {action: url, method: "post", target: frame.name});
    form.submit();
  });
}
const servers = [
  "stun:127.0.0.1:UDP", "stun:to-loopback.example:UDP", "turn:127.0.0.1:UDP?transport=udp",
  "turn:127.0.0.1:TCP?transport=tcp", "turns:127.0.0.1:TCP?transport=tcp",
];
for (const urls of servers)
  quietly(() => {
    const server = {urls, username: "x", credential: "x"};
    const peer = new RTCPeerConnection({iceServers: [server], iceCandidatePoolSize: 2});
    peer.createDataChannel("x");
    peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  });
const plain = targets.filter((url) => url.startsWith("http"));
const rule = [{source: "list", urls: plain, eagerness: "immediate"}];
const rules = {prefetch: rule, prerender: rule};
quietly(() => add("script", {type: "speculationrules", textContent: JSON.stringify(rules)}));
for (const host of ["127.0.0.1", "to-loopback.example"])
  quietly(() => { new WebTransport(`https://${host}:UDP/`).ready.catch(() => 0); });
for (const url of targets) {
  quietly(() => new SharedWorker(url));
  quietly(() => add("a", {href: "#x", ping: url}).click());
  quietly(() => new FontFace("x", `url(${url})`).load());
  quietly(() => add("link", {rel: "prerender", href: url}));
}
"""
"""Uses all ways for each of ``TARGETS``, a JSON list of URLs; ``UDP`` and ``TCP`` are ports of baits."""
