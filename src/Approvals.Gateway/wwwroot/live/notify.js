// Says outside of the page that a call waits, while the inbox is open and nobody looks at it. It asks for leave when somebody clicks, and never by itself.
import { ids, nameOf } from "./rows.js";

const ON = "approvals.notify";
const button = document.getElementById("notify");
const told = ids(); // what stood here when the page was opened is no news

// A browser that stores nothing is asked anew on every page.
function stored(change) {
  try { return change(localStorage); } catch { return null; }
}

let isOn = stored(kept => kept.getItem(ON)) !== null;

function show() {
  button.hidden = !("Notification" in window) || Notification.permission === "denied";
  button.setAttribute("aria-pressed", String(isOn && Notification.permission === "granted"));
}

/** Returns false where the browser lets no page say anything, such as on most phones. */
function say(title, body, onclick) {
  try {
    const note = new Notification(title, { body, tag: "approvals", icon: "/approvals.svg" });
    note.onclick = () => { window.focus(); note.close(); onclick?.(); };
    return true;
  } catch {
    return false;
  }
}

async function toggle() {
  isOn = !isOn && await Notification.requestPermission() === "granted" && say("Approvals", "You will be told here of calls that wait, while the inbox is open.");
  stored(kept => isOn ? kept.setItem(ON, "1") : kept.removeItem(ON));
  show();
}

/** Tells of the rows of a newer page that nobody was told of. No argument is in it: it stands on locked screens. */
export function notify(page) {
  const fresh = [...ids(page)].filter(id => !told.has(id));
  fresh.forEach(id => told.add(id));
  if (fresh.length === 0 || !isOn || !document.hidden || Notification.permission !== "granted") {
    return;
  }
  const [id] = fresh;
  fresh.length === 1
    ? say("A call waits for a decision", nameOf(id, page), () => location.assign(`/approvals/${id}`))
    : say(`${fresh.length} calls wait for a decision`, "Open the inbox to see them.");
}

if (button) {
  button.addEventListener("click", toggle);
  show();
}
