// A small menu at a button: arrow keys walk it, Escape and a click elsewhere close it.

import { freshId, h } from "./dom.js";

let open = null;

/** Open a menu of `items` ({label, note, keys, lead, act, href, checked, testid}) below `anchor`; again closes it. */
export function openMenu(anchor, label, items) {
  if (open?.anchor === anchor) return closeMenu();
  closeMenu();
  const menu = h("div", { class: "menu", role: "menu", id: freshId("menu"), "aria-label": label }, items.map(drawItem));
  open = { anchor, menu };
  anchor.setAttribute("aria-expanded", "true");
  menu.addEventListener("keydown", walk);
  (anchor.closest("dialog") || document.body).append(menu);
  place(menu, anchor.getBoundingClientRect());
  addEventListener("pointerdown", clickedElsewhere, true);
  menu.querySelector("[role^=menuitem]")?.focus();
}

function drawItem(item) {
  const props = {
    class: "menu-item",
    role: item.checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.checked === undefined ? null : String(item.checked),
    "data-testid": item.testid,
    tabindex: "-1",
    onclick: () => {
      closeMenu();
      item.act?.();
    },
  };
  const words = h("span", { class: "menu-words" }, h("span", {}, item.label), item.note ? h("small", {}, item.note) : null);
  const keys = item.keys ? h("kbd", {}, item.keys) : null;
  if (item.href) return h("a", { ...props, href: item.href, target: "_blank", rel: "noopener noreferrer" }, item.lead, words);
  return h("button", { ...props, type: "button" }, item.lead, words, keys);
}

function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
  const below = at.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}

function walk(event) {
  const items = [...open.menu.querySelectorAll("[role^=menuitem]")];
  const here = items.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
  if (event.key in steps) items[(steps[event.key] + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function clickedElsewhere(event) {
  if (!open.menu.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
}

function closeMenu() {
  if (!open) return;
  const { anchor, menu } = open;
  open = null;
  removeEventListener("pointerdown", clickedElsewhere, true);
  const held = menu.contains(document.activeElement);
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (held) anchor.focus();
}
