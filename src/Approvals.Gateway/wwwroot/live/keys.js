// Keys for those who decide all day. They move the focus and open pages; none of them decides anything.
const OFF = "approvals.keys.off";
const dialog = document.getElementById("keys");
const opener = document.getElementById("keys-open");
const isOn = document.getElementById("keys-on");
const rows = () => [...document.querySelectorAll("[data-live=waiting] li[data-id] h3 a, .rows > li[data-id] > a")];
const row = () => document.activeElement?.closest("li[data-id]");

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => row()?.querySelector("h3 a, :scope > a")?.click(),
  a: () => focus("approve"),
  d: () => focus("deny"),
  "?": () => dialog.showModal(),
};

function move(by) {
  const all = rows();
  const at = all.findIndex(link => link.closest("li[data-id]") === row());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function focus(decision) {
  const button = document.querySelector(`button[name=decision][value=${decision}]`);
  button?.focus();
  button?.scrollIntoView({ block: "nearest" });
}

const isTyping = target => target.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=submit], [type=button])");

document.addEventListener("keydown", event => {
  const { key, repeat, target } = event;
  if (repeat && (target.matches("button[name=decision]") || key in ACTIONS && !isTyping(target))) {
    event.preventDefault(); // a key that is held down decides nothing
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || !isOn.checked || isTyping(target) || !(key in ACTIONS)) {
    return;
  }
  event.preventDefault();
  ACTIONS[key]();
});

// A browser that stores nothing has the keys on.
function stored(change) {
  try { return change(localStorage); } catch { return null; }
}

isOn.checked = stored(kept => kept.getItem(OFF)) === null;
isOn.addEventListener("change", () => stored(kept => isOn.checked ? kept.removeItem(OFF) : kept.setItem(OFF, "1")));
document.getElementById("keys-close").addEventListener("click", () => dialog.close());
opener.addEventListener("click", () => dialog.showModal());
opener.hidden = false;
