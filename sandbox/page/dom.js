// Building and keeping DOM nodes; every piece of data enters as a text node or a plain attribute.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M5 5l14 14M19 5L5 19",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M3.5 15h16",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  eye: "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12zM12 9.3a2.7 2.7 0 100 5.4 2.7 2.7 0 000-5.4z",
  send: "M4 12l16-8-6 16-3-7z",
  plus: "M12 5v14M5 12h14",
  back: "M14 5l-7 7 7 7",
  moon: "M20 14.5A8.5 8.5 0 019.5 4 8.5 8.5 0 1020 14.5z",
  down: "M12 5v14M6 13l6 6 6-6",
  search: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20",
  keys: "M3 7h18v10H3zM7 11h.01M12 11h.01M17 11h.01M8 14h8",
  clock: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  book: "M5 4h11a3 3 0 013 3v13H8a3 3 0 01-3-3zM5 17a3 3 0 013-3h11",
  split: "M4 5h16v14H4zM12 5v14",
  rows: "M4 6h16M4 12h16M4 18h16",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20a6.5 6.5 0 0113 0M16 4.5a3.5 3.5 0 010 6.5M18 14.5a6.5 6.5 0 013.5 5.5",
  again: "M5 12a7 7 0 112 5M5 19v-4h4",
  lantern: "M9 6h6M12 3v3M8 9h8l-1.3 11H9.3zM12 13v3",
};

/** Make an element. `props`: attributes; `on<event>` listeners; `tint` a colour for the CSS variable. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "tint") tint(node, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon drawn from one path, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A square button that shows an icon and says `label` to screen readers and as a tooltip. */
export function iconButton(name, label, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

function tint(node, colour) {
  if (!CSS.supports("color", colour)) return;
  node.style.setProperty("--tint", colour);
}

/** A round sign for a person: initials on their colour, or a lantern for the bot. */
export function avatar(person, isBot = false) {
  if (isBot) return h("span", { class: "avatar avatar-bot", "aria-hidden": "true" }, icon("lantern"));
  const initials = person?.initials || (person?.name || "?").slice(0, 1);
  return h("span", { class: "avatar", "aria-hidden": "true", tint: person?.color || "#667", "data-initials": initials });
}

/** Words for screen readers alone. */
export function sr(words) {
  return h("span", { class: "sr" }, words);
}

/**
 * Bring `parent`'s children in line with `items` ({key, sig, make}), keeping the nodes whose signature stands,
 * so that focus, what is being typed, and screen readers are not disturbed.
 */
export function reconcile(parent, items) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = parent.firstElementChild;
  for (const { key, sig, make } of items) {
    let node = old.get(key);
    old.delete(key);
    if (!node || node.keptSig !== sig) {
      const fresh = make();
      fresh.dataset.key = key;
      fresh.keptSig = sig;
      if (node) {
        if (place === node) place = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of old.values()) node.remove();
}

let counter = 0;

/** A document-wide unique element id. */
export function freshId(stem) {
  counter += 1;
  return `${stem}-${counter}`;
}

/** The address if it is one a person may follow from here, else null. */
export function followable(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
