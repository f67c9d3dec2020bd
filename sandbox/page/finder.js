// Find a place or a person by a few letters of the name (Ctrl K).

import { landing, showDialog } from "./dialogs.js";
import { avatar, freshId, h, icon } from "./dom.js";

/** Open the finder over `entries` ({name, note, sign() -> node, act()}). */
export function openFinder(entries) {
  const listId = freshId("found");
  let shown = [];
  let at = 0;
  const box = h("input", {
    type: "text", class: "field", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list",
    "aria-label": "Find a place or a person", placeholder: "Find a place or a person", autocomplete: "off", "data-testid": "finder-box",
  });
  const list = h("ul", { class: "found", role: "listbox", id: listId, "aria-label": "Places and people" });
  const none = h("p", { class: "empty", role: "status", hidden: true }, "Nothing here has that name.");
  const dialog = h("dialog", { class: "finder", "aria-label": "Find a place or a person", "data-testid": "finder" }, icon("search"), box, list, none);
  const point = (to) => {
    at = shown.length ? (to + shown.length) % shown.length : 0;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (shown.length) box.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (entry) => {
    dialog.close();
    entry?.act();
    if (document.activeElement === document.body) landing()?.focus();
  };
  const look = () => {
    shown = fitting(entries, box.value).slice(0, 12);
    list.replaceChildren(...shown.map((entry, index) => h("li", {
      role: "option", id: `${listId}-${index}`, "data-testid": "found", onpointerdown: (event) => event.preventDefault(), onclick: () => take(entry),
    }, entry.sign(), h("span", { class: "found-words" }, h("span", {}, entry.name), entry.note ? h("small", {}, entry.note) : null))));
    list.hidden = !shown.length;
    none.hidden = shown.length > 0;
    point(0);
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at - 1);
    else if (event.key === "Enter" && !event.isComposing) take(shown[at]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  showDialog(dialog, () => dialog.close());
  look();
  box.focus();
}

/** The entries whose words begin with, then those that hold, what was typed. */
function fitting(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const begins = (name) => name.toLowerCase().split(/[\s\-#]+/).some((word) => word.startsWith(wanted));
  const first = entries.filter(({ name }) => begins(name));
  return [...first, ...entries.filter((entry) => !first.includes(entry) && `${entry.name} ${entry.note ?? ""}`.toLowerCase().includes(wanted))];
}

/** Everywhere one can go and everybody one can be, for the finder. */
export function findable(state, places, { go, be }) {
  return [
    ...places.map((place) => ({ name: place.label || place.name, note: place.unread ? `${place.unread} unread` : "", sign: place.sign, act: () => go({ id: place.id, kind: place.kind }) })),
    ...state.people.filter(({ id }) => id !== state.me.id).map((person) => ({ name: person.name, note: `Be this person · ${person.title || "no title"}`, sign: () => avatar(person), act: () => be(person.id) })),
  ];
}
