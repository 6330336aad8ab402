// Makes one element like another with as few changes as possible, so that what is typed, focused, opened or selected stays as it is.
const OWN = { DETAILS: ["open"] }; // attributes that belong to the reader

export function morph(now, then) {
  morphAttributes(now, then);
  if (now.nodeName === "TEXTAREA") {
    return; // what stands in it is its writer's, also when the page brought it back from a form
  }
  const left = [...now.childNodes];
  const pairs = [...then.childNodes].map(wanted => [take(left, wanted), wanted]);
  left.forEach(node => node.remove());
  let place = now.firstChild;
  for (const [found, wanted] of pairs) {
    if (found && place?.nextSibling === found) {
      now.append(place); // rather this than the one that may have the focus: who is moved loses it
      place = found;
    }
    const node = found ?? document.importNode(wanted, true);
    if (node === place) {
      place = place.nextSibling;
    } else {
      now.insertBefore(node, place);
    }
    if (found?.nodeType === Node.ELEMENT_NODE) {
      morph(found, wanted);
    } else if (found && found.data !== wanted.data) {
      found.data = wanted.data;
    }
  }
}

// Rows are known by their id; everything else is taken in its order.
function take(left, wanted) {
  const at = left.findIndex(node => node.nodeType === wanted.nodeType && node.nodeName === wanted.nodeName && key(node) === key(wanted));
  return at < 0 ? null : left.splice(at, 1)[0];
}

const key = node => node.dataset?.id ?? node.id ?? "";

function morphAttributes(now, then) {
  const own = OWN[now.nodeName] ?? [];
  for (const { name } of [...now.attributes]) {
    if (!then.hasAttribute(name) && !own.includes(name)) {
      now.removeAttribute(name);
    }
  }
  for (const { name, value } of then.attributes) {
    if (now.getAttribute(name) !== value && !own.includes(name)) {
      now.setAttribute(name, value);
    }
  }
}
