// The message box: sends on Enter, knows the slash command's words, says plainly what did not arrive.

import { tell, wordsFor } from "./api.js";
import { freshId, h, icon } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

const SLOW_MS = 1500;
const LONGEST = 4000;
const onTheirWay = new Map(); // the boxes whose words are being sent, by place: who comes back meanwhile finds the same one

/**
 * A message box for one place. `where`: {user, channel, thread_ts?, label}; `hints`: command_hints of the server;
 * `sent()` is called after something was taken; `drafts` (a Map) keeps what was begun while one looks elsewhere.
 */
export function makeComposer(where, hints, sent, drafts = new Map()) {
  const draft = `${where.channel} ${where.thread_ts ?? ""}`;
  if (onTheirWay.has(draft)) return onTheirWay.get(draft);
  const listId = freshId("words");
  const box = h("textarea", {
    class: "field", rows: "1", placeholder: where.label, "aria-label": where.label, "data-testid": where.thread_ts ? "thread-composer" : "composer",
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, autocomplete: "off", enterkeyhint: "send",
  });
  const offers = new Offers(box, h("ul", { class: "offers", role: "listbox", id: listId, "aria-label": "Words LEAD knows", hidden: true }), hints, () => keep());
  const said = h("p", { class: "said", role: "status", hidden: true });
  const button = h("button", {
    type: "button", class: "send", "aria-label": "Send", title: "Send", "data-testid": where.thread_ts ? "thread-send" : "send", onclick: () => send(),
  }, icon("send"));

  const say = (words, wrong = false) => {
    said.textContent = words;
    said.hidden = !words;
    said.classList.toggle("wrong", wrong);
  };

  async function send() {
    const text = box.value.trim();
    if (!text || box.readOnly) return;
    if (where.thread_ts && text.startsWith("/")) return say("Slash commands do not work inside threads. Use the message box below the channel.", true);
    if (tooLong(text)) return say(tooLong(text), true);
    offers.hide();
    say("");
    box.readOnly = true;
    onTheirWay.set(draft, node);
    button.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => say("Waiting for an answer…"), SLOW_MS);
    const answer = await tell("send", { user: where.user, channel: where.channel, text, thread_ts: where.thread_ts });
    clearTimeout(slow);
    onTheirWay.delete(draft);
    box.readOnly = false;
    button.removeAttribute("aria-busy");
    if (answer.ok === false) return say(wordsFor(answer), true);
    box.value = "";
    keep();
    say("");
    sent();
  }

  /** What stands in the box is as tall as it is, and is there when one comes back. */
  function keep() {
    grow(box);
    if (box.value) drafts.set(draft, box.value);
    else drafts.delete(draft);
  }

  box.addEventListener("input", () => {
    keep();
    if (tooLong(box.value)) say(tooLong(box.value), true);
    else if (said.classList.contains("wrong")) say("");
    offers.look();
  });
  box.addEventListener("blur", () => setTimeout(() => offers.hide(), 150));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || offers.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });
  box.value = drafts.get(draft) ?? "";
  if (box.value) requestAnimationFrame(() => grow(box));
  const node = h("div", { class: "composer" }, offers.list, said, h("div", { class: "composer-row" }, box, button));
  return node;
}

/** A sentence for a text that is longer than a message, else "". */
export function tooLong({ length }) {
  return length <= LONGEST ? "" : `This is ${length.toLocaleString("en-US")} characters; a message takes ${LONGEST.toLocaleString("en-US")}. It stays here until it is shorter.`;
}

function grow(box) {
  box.style.setProperty("height", "auto");
  box.style.setProperty("height", `${Math.min(box.scrollHeight + 2, 160)}px`);
}

/** Words to offer for a command: each alternative of its usage hint, or the command alone. */
function offersOf(hints) {
  return (hints || []).flatMap(({ command, description, usage_hint: usage }) => {
    const words = (usage || "").split("|").map((word) => word.trim()).filter(Boolean);
    return [{ text: command, note: description }, ...words.map((word) => ({ text: `${command} ${word}`, note: "" }))];
  });
}

class Offers {
  constructor(box, list, hints, taken) {
    Object.assign(this, { box, list, taken, all: offersOf(hints), at: -1, shown: [] });
  }

  look() {
    const typed = this.box.value.toLowerCase();
    this.shown = typed.startsWith("/") ? this.all.filter(({ text }) => text.toLowerCase().startsWith(typed) && text.toLowerCase() !== typed.trim()) : [];
    this.at = -1;
    this.list.replaceChildren(...this.shown.map((offer, index) => h("li", {
      role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false", "data-testid": "offer",
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.take(index),
    }, h("span", {}, offer.text), offer.note ? h("small", {}, plainWords({ text: offer.note })) : null)));
    this.list.hidden = !this.shown.length;
    this.box.setAttribute("aria-expanded", String(this.shown.length > 0));
    this.point(-1);
  }

  /** Handle a key of the box; true when it was meant for the list. */
  key(event) {
    if (this.list.hidden) return false;
    const moves = { ArrowDown: this.at + 1, ArrowUp: this.at < 0 ? this.shown.length - 1 : this.at - 1 };
    if (event.key in moves) this.point(((moves[event.key] % this.shown.length) + this.shown.length) % this.shown.length);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && this.at >= 0)) this.take(Math.max(this.at, 0));
    else return false;
    event.preventDefault();
    return true;
  }

  point(index) {
    this.at = index;
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
    if (index < 0) return this.box.removeAttribute("aria-activedescendant");
    this.list.children[index].scrollIntoView({ block: "nearest" });
    return this.box.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  take(index) {
    this.box.value = this.shown[index].text.replace(/\s+(\[.*\]|[A-Z][A-Z-]*)$/, " ");
    this.hide();
    this.box.focus();
    this.taken();
  }

  hide() {
    this.list.hidden = true;
    this.at = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}
