// Lets the seconds of what is at work tick between two readings of the page.
const began = new WeakMap();

function duration(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (number) => String(number).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

setInterval(() => {
  const now = performance.now();
  document.querySelectorAll("[data-ticks]").forEach((part) => {
    if (!began.has(part)) began.set(part, now);
    part.textContent = duration(Number(part.dataset.ticks) + (now - began.get(part)) / 1000);
  });
}, 500);
