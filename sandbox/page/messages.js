// The messages of a channel, DM or thread: only some of them stand on the screen, more come as one scrolls.

import { h, icon, reconcile } from "./dom.js";
import { Ledger } from "./ledger.js";
import { drawMessage, sameBreath } from "./message.js";
import { Surface } from "./surface.js";
import { dayKey, dayName } from "./time.js";

const FIRST = 30; // drawn when a place is opened
const STEP = 20; // more of them at a time, while one scrolls
const MOST = 100; // on the screen at once
const NEAR = 600; // pixels from an end where more are drawn

/**
 * A list of messages in one place. `doors`: {openThread(message), shortcuts: [{callback_id, name}],
 * runShortcut(callback_id, message), did(promise), older(before) -> page or null}; inThread hides the door to the thread.
 */
export class MessageList {
  constructor({ channel, world, label, doors, inThread = false, empty = "" }) {
    Object.assign(this, { channel, world, doors, inThread, empty });
    this.ledger = new Ledger();
    this.surfaces = new Map();
    this.from = 0;
    this.to = 0;
    this.log = h("div", { class: "messages", role: "log", "aria-label": label, tabindex: "0", onkeydown: (event) => this.walk(event) });
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.down = h("button", { type: "button", class: "to-newest", "data-testid": "to-newest", hidden: true, onclick: () => this.toNewest(true) }, icon("down"), h("span", {}, "Newest"));
    this.node = h("div", { class: "messages-pane" }, this.log, this.down);
    // A panel beside it or a keyboard below it makes the list smaller: whoever read the newest still does.
    new ResizeObserver(() => this.stuck && this.log.scrollTo({ top: this.log.scrollHeight })).observe(this.log);
  }

  /** Show the newest page; stays at the newest when the reader was there. */
  show(page) {
    const first = this.fresh !== false;
    const reading = !first && !this.atEnd();
    const came = this.ledger.newest(page);
    if (first) this.markNew(page);
    const { length } = this.ledger.rows;
    if (!reading) [this.from, this.to] = [Math.max(0, length - FIRST), length];
    else this.to = Math.min(this.to, length);
    this.fresh = false;
    if (reading) {
      this.waiting = (this.waiting || 0) + came;
      this.draw();
      this.settle();
    } else this.toNewest(false);
  }

  /** Be shown anew after another place was: what is known stands there at once. */
  reopened() {
    this.fresh = true;
    this.newFrom = null;
    this.ledger.shorten(FIRST);
    if (this.ledger.rows.length) this.toNewest(false);
  }

  /** One message changed somewhere up the list, or is gone. */
  changed(ts, message) {
    this.ledger.one(ts, message);
    this.to = Math.min(this.to, this.ledger.rows.length);
    this.draw();
  }

  /** Where the unread ones begin, for as long as this list is open. */
  markNew({ messages, read_to: readTo }) {
    if (!readTo) return;
    this.newFrom = messages.find(({ ts, user }) => ts > readTo && user !== this.world.me)?.ts;
  }

  atEnd() {
    return this.to >= this.ledger.rows.length && this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  toNewest(focus) {
    const { length } = this.ledger.rows;
    [this.from, this.to] = [Math.max(0, length - FIRST), length];
    this.waiting = 0;
    this.draw();
    this.log.scrollTop = this.log.scrollHeight;
    this.settle();
    if (focus) this.log.focus({ preventScroll: true });
  }

  settle() {
    const away = !this.atEnd();
    this.stuck = !away;
    if (!away) this.waiting = 0;
    this.down.hidden = !away;
    const words = this.waiting ? `${this.waiting} new` : "Newest";
    if (this.down.lastChild.textContent !== words) this.down.lastChild.textContent = words;
  }

  scrolled() {
    const { log } = this;
    if (log.scrollTop < NEAR) this.back();
    else if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR && this.to < this.ledger.rows.length) {
      this.to = Math.min(this.ledger.rows.length, this.to + STEP);
      this.from = Math.max(this.from, this.to - MOST);
      this.drawSteady();
    }
    this.settle();
  }

  /** Draw older ones; fetch them where they are not known yet. */
  async back() {
    if (this.fetching) return;
    if (this.from < STEP && this.ledger.more && this.doors.older) await this.fetchOlder();
    if (!this.from) return;
    this.from = Math.max(0, this.from - STEP);
    this.to = Math.min(this.to, this.from + MOST);
    this.drawSteady();
  }

  async fetchOlder() {
    this.fetching = true;
    const page = await this.doors.older(this.ledger.rows[0].ts);
    this.fetching = false;
    if (!page) return;
    const came = this.ledger.older(page);
    this.from += came;
    this.to += came;
  }

  /** Draw with the first message in sight staying where it is. */
  drawSteady() {
    const top = this.log.getBoundingClientRect().top;
    const anchor = [...this.log.querySelectorAll("article")].find((node) => node.getBoundingClientRect().bottom > top);
    const key = anchor?.dataset.key;
    const before = anchor?.getBoundingClientRect().top;
    this.draw();
    const after = key && this.log.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (after) this.log.scrollTop += after.getBoundingClientRect().top - before;
  }

  draw() {
    const rows = this.ledger.rows.slice(this.from, this.to);
    const older = this.from > 0 || this.ledger.more;
    const items = rows.length ? this.items(rows) : [{ key: "empty", sig: "", make: () => h("p", { class: "empty" }, this.empty) }];
    if (older) items.unshift({ key: "older", sig: "", make: () => h("p", { class: "older" }, "Older messages…") });
    reconcile(this.log, items);
  }

  items(rows) {
    const items = [];
    let before = null;
    let dayBefore = "";
    for (const message of rows) {
      const day = dayKey(message.ts, this.world.zone);
      if (day !== dayBefore) {
        const name = dayName(Number(message.ts), this.world.zone);
        items.push({ key: `day-${day}`, sig: name, make: () => h("div", { class: "day", role: "separator", "aria-label": name }, h("span", {}, name)) });
        before = null;
        dayBefore = day;
      }
      if (message.ts === this.newFrom) items.push({ key: "new", sig: "", make: () => h("div", { class: "day new", role: "separator", "aria-label": "New messages", "data-testid": "new-mark" }, h("span", {}, "New")) });
      const joined = message.ts !== this.newFrom && sameBreath(before, message);
      items.push({ key: `${message.ts}-${message.ephemeral}`, sig: sigOf(message, joined), make: () => drawMessage(this, message, joined) });
      before = message;
    }
    return items;
  }

  surfaceOf(message) {
    const key = `${message.ts}-${message.ephemeral}`;
    if (!this.surfaces.has(key)) {
      this.surfaces.set(key, new Surface({ container: { type: "message", channel: this.channel, ts: message.ts }, world: this.world, level: 2 }));
    }
    return this.surfaces.get(key);
  }

  /** The keys of a list: up and down go from message to message, T opens the thread, M the menu. */
  walk(event) {
    const article = event.target.closest("article");
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== (article ?? this.log)) return;
    const all = [...this.log.querySelectorAll("article")];
    const at = all.indexOf(article);
    const key = event.key.toLowerCase();
    const told = article && !article.classList.contains("ephemeral");
    if (key === "arrowup") all[article ? Math.max(0, at - 1) : all.length - 1]?.focus();
    else if (key === "arrowdown" && article) all[Math.min(all.length - 1, at + 1)].focus();
    else if (told && key === "t" && !this.inThread) this.doors.openThread(this.rowOf(article));
    else if (told && key === "m") article.querySelector("[data-testid=message-more]")?.click();
    else return;
    event.preventDefault();
  }

  rowOf(article) {
    return this.ledger.rows.find(({ ts }) => ts === article.dataset.ts);
  }
}

const sigs = new WeakMap();

/** A message and how it is drawn, in a string; a message object does not change once it came. */
function sigOf(message, joined) {
  if (!sigs.has(message)) sigs.set(message, JSON.stringify(message));
  return `${joined}${sigs.get(message)}`;
}
