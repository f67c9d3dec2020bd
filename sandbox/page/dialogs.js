// Dialogs over the page: focus stays inside, Escape asks to leave, focus goes back where it came from.

import { freshId, h } from "./dom.js";
import { plainWords, textNodes } from "./mrkdwn.js";

const REACHABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex='0']";

/** The elements inside `root` that the Tab key visits, in order. */
export function reachable(root) {
  return [...root.querySelectorAll(REACHABLE)].filter((node) => node.tabIndex >= 0 && node.getClientRects().length > 0);
}

/** Where the focus goes when the place it had is gone: the message box, else the heading. */
export function landing() {
  return document.querySelector("[data-testid=composer], main h1");
}

/** Show `dialog` over everything. `escape()` is called for the Escape key instead of closing. */
export function showDialog(dialog, escape) {
  const opener = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    escape();
  });
  dialog.addEventListener("keydown", (event) => keepInside(dialog, event));
  const shut = dialog.close.bind(dialog);
  const gone = () => {
    if (!dialog.isConnected) return;
    dialog.remove();
    (opener?.isConnected && opener !== document.body ? opener : landing())?.focus();
  };
  // The browser tells of a close some time later: until then a key would meet a dialog that is closed, and a
  // focus that has gone on would be called back.
  dialog.close = () => {
    shut();
    gone();
  };
  dialog.addEventListener("close", gone);
  dialog.showModal();
}

function keepInside(dialog, event) {
  if (event.key === "Escape") event.stopPropagation();
  if (event.key !== "Tab" || event.defaultPrevented) return;
  const stops = reachable(dialog);
  if (!stops.length) return;
  const leaving = event.shiftKey ? stops[0] : stops.at(-1);
  const inside = dialog.contains(document.activeElement) && document.activeElement !== dialog;
  if (inside && document.activeElement !== leaving) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** Ask what a Block Kit `confirm` object asks; resolves true for yes. */
export function askToConfirm(confirm, world) {
  return new Promise((settle) => {
    const titleId = freshId("confirm");
    const answer = (yes) => {
      settle(yes);
      dialog.close();
    };
    const deny = h("button", { type: "button", class: "button", onclick: () => answer(false) }, plainWords(confirm.deny) || "Cancel");
    const look = confirm.style === "danger" ? "button danger" : "button primary";
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": titleId, "data-testid": "confirm" },
      h("h2", { id: titleId }, plainWords(confirm.title)),
      h("div", { class: "confirm-text" }, textNodes(confirm.text, world)),
      h("div", { class: "confirm-buttons" }, deny,
        h("button", { type: "button", class: look, "data-testid": "confirm-yes", onclick: () => answer(true) }, plainWords(confirm.confirm) || "Yes")));
    showDialog(dialog, () => answer(false));
    deny.focus();
  });
}
