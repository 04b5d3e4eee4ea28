// The others' waiting: text that has not changed for 150 ms after DOMContentLoaded, at most 5 s.
async () => {
  const length = () => (document.body ? document.body.innerText.length : 0);
  const started = performance.now();
  let before = length(), since = started;
  while (performance.now() - started < 5000) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = length();
    if (now !== before) { before = now; since = performance.now(); }
    if (performance.now() - since >= 150) break;
  }
  return before;
}
