// One's own message: changing its words, and deleting it, as the guard asks for.

import { tell, wordsFor } from "./api.js";
import { tooLong } from "./composer.js";
import { askToConfirm, showDialog } from "./dialogs.js";
import { freshId, h } from "./dom.js";
import { unescaped } from "./mrkdwn.js";

/** Menu items for a message of one's own; `about`: {channel, ts}, `did(promise)` says what did not work. */
export function ownActs(message, about, { world, did }) {
  return [
    { label: "Edit message", testid: "message-edit", act: () => editWords(unescaped(message.text), (text) => tell("edit", { user: world.me, ...about, text })) },
    { label: "Delete message", testid: "message-delete", act: () => deleteIt(about, world, did) },
  ];
}

async function deleteIt(about, world, did) {
  const plain = (text) => ({ type: "plain_text", text });
  const sure = { title: plain("Delete this message?"), text: plain("It is gone for everybody here. This cannot be taken back."), confirm: plain("Delete"), style: "danger" };
  if (await askToConfirm(sure, world)) did(tell("delete", { user: world.me, ...about }));
}

/** A small dialog with the words; Enter saves, Shift Enter makes a new line. */
function editWords(text, save) {
  const titleId = freshId("edit");
  const box = h("textarea", { class: "field", rows: "4", "aria-labelledby": titleId, "data-testid": "edit-box" });
  box.value = text;
  const said = h("p", { class: "said wrong", role: "status", hidden: true });
  const say = (sentence) => {
    said.textContent = sentence;
    said.hidden = !sentence;
  };
  const send = async () => {
    const words = box.value.trim();
    const amiss = words ? tooLong(words) : "Nothing is left of it. To take it back, delete the message.";
    if (amiss) return say(amiss);
    const answer = await save(words);
    return answer.ok === false ? say(wordsFor(answer)) : dialog.close();
  };
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": titleId, "data-testid": "edit" },
    h("h2", { id: titleId }, "Edit message"), h("div", { class: "confirm-text" }, box, said),
    h("div", { class: "confirm-buttons" },
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"),
      h("button", { type: "button", class: "button primary", "data-testid": "edit-save", onclick: send }, "Save")));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  showDialog(dialog, () => dialog.close());
  box.focus();
}
