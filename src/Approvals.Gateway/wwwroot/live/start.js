// Makes a page that is complete without it live. It shows nothing of its own: at every sign of news it reads the page again from the
// server and takes over what differs, so what stands here was put there by the server, for this person, at one instant.
import { tick } from "./countdown.js";
import { connect } from "./hub.js";
import { morph } from "./morph.js";
import { notify } from "./notify.js";
import { goToNew, hold, ids, isHeld, news } from "./rows.js";

const LEAST_PAUSE = 100; // milliseconds between two readings
const REFRESH = 30_000;
const STILL_HERE = 4_000; // between two words of who looks; the server forgets after twice that
const GRACE = 700; // to get from a row to the pill
const WAITS = [250, 500, 1_000, 2_000, 5_000]; // milliseconds between two attempts to connect
const WORDS = {
  live: "",
  lost: "Connection lost. What you see may be out of date, and decisions are disabled until it is back.",
  polling: "Live updates are not to be had. This page looks for changes every few seconds.",
};

const banner = document.getElementById("connection");
const pill = document.getElementById("pill");
const said = document.getElementById("news");
let held = null; // the newest page, while its rows are kept back
let reading = null;
let isStale = false;

function become(state) {
  document.documentElement.dataset.connection = state;
  banner.textContent = WORDS[state];
  banner.hidden = state === "live";
  setButtons();
}

function setButtons() {
  const isLost = document.documentElement.dataset.connection === "lost";
  document.querySelectorAll("button[name=decision], button[name=outcome], button[name=extend]").forEach(button => { button.disabled = isLost; });
}

async function fetchPage() {
  const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(10_000) });
  if (answer.redirected || answer.status === 404) {
    location.reload(); // signed out, or not ours to see any more: the server says which
    return new Promise(() => {});
  }
  if (!answer.ok) {
    throw new Error(`The page answered ${answer.status}.`);
  }
  return answer.text();
}

function show(text, isWanted = false) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const heard = news(page);
  if (heard !== said.textContent) {
    said.textContent = heard;
  }
  notify(page);
  const isKept = !isWanted && isHeld();
  const count = isKept ? hold(page) : 0;
  held = isKept ? text : null;
  document.title = page.title;
  for (const region of document.querySelectorAll("[data-live]")) {
    const newer = page.querySelector(`[data-live=${region.dataset.live}]`);
    if (newer) {
      morph(region, newer);
    }
  }
  if (pill) {
    pill.hidden = count === 0;
    pill.textContent = `${count} new`;
  }
  setButtons();
  tick();
}

/** Reads the page again; what happens meanwhile is read after it, not beside it. */
function read() {
  isStale = true;
  reading ??= readOn().finally(() => { reading = null; });
  return reading;
}

async function readOn() {
  while (isStale) {
    isStale = false;
    const begun = performance.now();
    show(await fetchPage());
    if (isStale) {
      await pause(Math.max(LEAST_PAUSE, performance.now() - begun));
    }
  }
}

function release() {
  if (held !== null && !isHeld()) {
    show(held);
  }
}

const pause = time => new Promise(resolve => {
  const wake = () => { clearTimeout(timer); removeEventListener("online", wake); resolve(); };
  const timer = setTimeout(wake, time);
  addEventListener("online", wake);
});

let hub = null;
const request = document.querySelector("[data-request]")?.dataset.request;

// Others see on their pages who looks at a request.
function sayWhoLooks() {
  if (request) {
    hub?.call("Look", document.hidden ? "" : request);
  }
}

async function stayConnected() {
  for (let attempt = 0; ; attempt++) {
    try {
      hub = await connect(() => read().catch(() => hub?.close()));
      await read(); // after the connection: nothing falls between the two
      become("live");
      sayWhoLooks();
      attempt = 0;
      await hub.closed;
      become("lost");
    } catch {
      hub?.close();
    }
    hub = null;
    if (attempt > 1) {
      await read().then(() => become("polling"), () => become("lost"));
    }
    await pause(WAITS[Math.min(attempt, WAITS.length - 1)]);
  }
}

addEventListener("offline", () => { become("lost"); hub?.close(); });
addEventListener("visibilitychange", () => { sayWhoLooks(); if (!document.hidden) { read().catch(() => hub?.close()); } });
document.addEventListener("pointerout", () => setTimeout(release, GRACE));
document.addEventListener("focusout", () => setTimeout(release, GRACE));
pill?.addEventListener("click", () => {
  const before = ids();
  show(held, true);
  goToNew(before);
});
setInterval(() => { if (!document.hidden && hub) { read().catch(() => hub?.close()); } }, REFRESH); // times are told from now
setInterval(() => { if (!document.hidden) { sayWhoLooks(); } }, STILL_HERE);
setInterval(() => { if (tick()) { read().catch(() => hub?.close()); } }, 1_000);
stayConnected();
