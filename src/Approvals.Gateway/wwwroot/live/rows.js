// Keeps the list of what waits calm: nothing moves while somebody points at it or has the focus in it.
const list = root => root.querySelector("[data-live=waiting] ol.cards");
const rows = root => [...(list(root)?.children ?? [])];
export const ids = (root = document) => new Set(rows(root).map(row => row.dataset.id));

/** What a row asks for, in one line. */
export const nameOf = (id, root = document) => rows(root).find(row => row.dataset.id === id).querySelector("h3").textContent.trim().replace(/\s+/g, " ");

/** Whether somebody is about to act on a row, or has picked some. */
export function isHeld() {
  const [now, pill] = [list(document), document.getElementById("pill")];
  return now !== null && (now.matches(":hover") || now.contains(document.activeElement) || now.querySelector("input:checked") !== null || pill.matches(":hover, :focus"));
}

/** Changes a newer page so that its rows stand as they do now. Returns how many it has that are not shown yet. */
export function hold(page) {
  const shown = ids(document);
  const newer = new Map(rows(page).map(row => [row.dataset.id, row]));
  const waiting = page.querySelector("[data-live=waiting]");
  const held = document.importNode(document.querySelector("[data-live=waiting]"), true);
  held.querySelector("h2").replaceWith(waiting.querySelector("h2"));
  for (const row of list(held).children) {
    const same = newer.get(row.dataset.id);
    same ? row.replaceWith(same) : sayWhatBecameOf(row, page);
  }
  waiting.replaceWith(held);
  return [...newer.keys()].filter(id => !shown.has(id)).length;
}

/** Goes to the first row that was not there before. */
export function goToNew(before) {
  rows(document).find(row => !before.has(row.dataset.id))?.querySelector("a").focus();
}

/** What has changed, in words for those who hear the page. */
export function news(page) {
  const verdict = page.querySelector(".verdict");
  if (verdict && !document.querySelector(".verdict")) {
    return verdict.textContent.trim();
  }
  const [before, after] = [ids(document), ids(page)];
  const arrived = [...after].filter(id => !before.has(id)).length;
  const resolved = rows(document).filter(row => !after.has(row.dataset.id) && !row.querySelector(".became"))
    .map(row => `${row.querySelector("h3 .inert").textContent}: ${became(row.dataset.id, page).map(part => part.textContent.trim()).join(" ")}.`);
  return [...(arrived ? [`${arrived} new.`] : []), ...resolved].join(" ");
}

function sayWhatBecameOf(row, page) {
  const line = document.createElement("p");
  line.className = "became";
  line.append(...became(row.dataset.id, page).flatMap(part => [part.cloneNode(true), " "]));
  row.querySelector("footer").replaceChildren(line);
  row.querySelector(".expires")?.remove();
}

function became(id, page) {
  const row = [...page.querySelectorAll("[data-live=recent] li")].find(found => found.dataset.id === id);
  const parts = row ? [...row.querySelectorAll(".chip, .by")] : [];
  return parts.length > 0 ? parts : [document.createTextNode("It no longer waits")];
}
