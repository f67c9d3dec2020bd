// The keyboard: what each key does, in one table that is also the help shown on "?".

import { showDialog } from "./dialogs.js";
import { h, iconButton } from "./dom.js";

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const CTRL = MAC ? "⌘" : "Ctrl";

/** [group, [[keys, words]...]] as the help shows them. */
const HELP = [
  ["Anywhere", [
    ["?", "This help"],
    [`${CTRL} K`, "Find a place or a person by name"],
    ["Alt ↑ ↓", "The place above or below"],
    ["Alt Shift ↑ ↓", "The unread place above or below"],
    ["F6", "From part to part: places, messages, message box, panel"],
    ["Esc", "Close what is open"],
  ]],
  ["In the messages", [
    ["↑ ↓", "From message to message"],
    ["T", "Open the message’s thread"],
    ["M", "What to do with the message"],
    ["Tab", "Into the message’s buttons"],
  ]],
  ["Writing", [
    ["/", "Begin a command"],
    ["Enter", "Send"],
    ["Shift Enter", "A new line"],
    [`${CTRL} Enter`, "Send a form"],
  ]],
];

/** Listen for the keys of the whole page. `acts`: {find(), step(by, unread), region(by), command()}. */
export function listenForKeys(acts) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (!pressed(event, acts)) return;
    event.preventDefault();
  });
}

function pressed(event, acts) {
  const { key, altKey, shiftKey } = event;
  const ctrl = MAC ? event.metaKey : event.ctrlKey;
  if (ctrl && !altKey && key.toLowerCase() === "k") acts.find();
  else if (ctrl && key === "/") showHelp();
  else if (altKey && (key === "ArrowUp" || key === "ArrowDown")) acts.step(key === "ArrowUp" ? -1 : 1, shiftKey);
  else if (key === "F6") acts.region(shiftKey ? -1 : 1);
  else if (writing(event.target) || ctrl || altKey) return false;
  else if (key === "?") showHelp();
  else if (key === "/") return acts.command();
  else return false;
  return true;
}

function writing(node) {
  return node.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") ?? false;
}

/** The keys in a dialog. */
export function showHelp() {
  const close = iconButton("close", "Close", { "data-testid": "keys-close", onclick: () => dialog.close() });
  const dialog = h("dialog", { class: "keys", "aria-labelledby": "keys-title", "data-testid": "keys" },
    h("div", { class: "modal-head" }, h("h2", { id: "keys-title", tabindex: "-1" }, "Keys"), close),
    h("div", { class: "keys-body", tabindex: "0", role: "region", "aria-labelledby": "keys-title" }, HELP.map(([title, rows]) => h("section", {}, h("h3", {}, title),
      h("dl", {}, rows.map(([keys, words]) => h("div", {}, h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, words))))))));
  showDialog(dialog, () => dialog.close());
  close.focus();
}
