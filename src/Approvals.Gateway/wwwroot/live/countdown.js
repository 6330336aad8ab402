// Counts down to a request's expiry between two readings of the page. What it counts from is the server's: this computer's clock may be wrong.
const ANNOUNCED = [[300, "5 minutes left to decide."], [60, "1 minute left to decide."]]; // seconds
const said = document.getElementById("time-left");
let stamp = null; // what the page said when it was last read
let start = 0;
let total = 0;
let before = Infinity;

/** Shows the time that is left. Returns true once, when it is over. */
export function tick() {
  const timer = document.querySelector("[role=timer]");
  if (!timer) {
    return false;
  }
  const read = `${timer.dataset.now} ${timer.dataset.expires}`;
  if (read !== stamp) {
    stamp = read;
    start = performance.now();
    total = (Date.parse(timer.dataset.expires) - Date.parse(timer.dataset.now)) / 1_000;
    before = before === Infinity ? total : Math.max(before, total);
  }
  const left = total - (performance.now() - start) / 1_000;
  const words = left >= 1 ? `in ${length(Math.floor(left))}` : "now";
  if (timer.textContent !== words) {
    timer.textContent = words;
  }
  // Only as it passes: a timer that speaks every second is switched off.
  for (const [seconds, sentence] of ANNOUNCED) {
    if (before > seconds && left <= seconds) {
      said.textContent = sentence;
    }
  }
  const isOver = before > 0 && left <= 0;
  before = left;
  return isOver;
}

function length(seconds) {
  const [s, m, h] = [seconds % 60, Math.floor(seconds / 60) % 60, Math.floor(seconds / 3_600)];
  const two = number => String(number).padStart(2, "0");
  if (seconds < 60) return `${s} s`;
  if (seconds < 300) return `${m} min ${two(s)} s`;
  if (seconds < 3_600) return `${m} min`;
  if (h < 24) return `${h} h ${two(m)} min`;
  return h < 48 ? "1 day" : `${Math.floor(h / 24)} days`;
}
