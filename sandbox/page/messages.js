// Messages of a channel, DM or thread: day dividers, authors, blocks, notes only one person sees.

import { drawBlocks } from "./blocks.js";
import { avatar, h, iconButton, reconcile } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { Surface } from "./surface.js";
import { clockTime, dayKey, dayName, fullMoment } from "./time.js";

const SAME_BREATH_S = 300;

/**
 * A list of messages in one place. `doors`: {openThread(message), shortcuts: [{callback_id, name}],
 * runShortcut(callback_id, message)}; inThread hides the door to the thread.
 */
export class MessageList {
  constructor({ channel, world, label, doors, inThread = false, empty = "" }) {
    Object.assign(this, { channel, world, doors, inThread, empty });
    this.surfaces = new Map();
    this.node = h("div", { class: "messages", role: "log", "aria-label": label, tabindex: "0" });
  }

  /** Show these messages, oldest first; stays at the newest when the reader was there. */
  show(messages) {
    const atEnd = this.fresh !== false || this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 80;
    reconcile(this.node, messages.length ? this.items(messages) : [{ key: "empty", sig: "", make: () => h("p", { class: "empty" }, this.empty) }]);
    if (atEnd) this.node.scrollTop = this.node.scrollHeight;
    this.fresh = false;
  }

  items(messages) {
    const items = [];
    let before = null;
    for (const message of messages) {
      const day = dayKey(message.ts, this.world.zone);
      if (!before || day !== dayKey(before.ts, this.world.zone)) {
        const name = dayName(Number(message.ts), this.world.zone);
        items.push({ key: `day-${day}`, sig: name, make: () => h("div", { class: "day", role: "separator", "aria-label": name }, h("span", {}, name)) });
        before = null;
      }
      const joined = sameBreath(before, message);
      items.push({ key: `${message.ts}-${message.ephemeral}`, sig: JSON.stringify([message, joined]), make: () => this.draw(message, joined) });
      before = message;
    }
    return items;
  }

  draw(message, joined) {
    const classes = ["message", joined && "joined", message.ephemeral && "ephemeral"].filter(Boolean).join(" ");
    return h("article", { class: classes, "data-testid": "message", "data-ts": message.ts, "aria-label": `${this.author(message)}, ${clockTime(message.ts, this.world.zone)}` },
      joined ? h("span", { class: "joined-time", "aria-hidden": "true" }, clockTime(message.ts, this.world.zone)) : avatar(this.world.person(message.user), message.is_bot),
      h("div", { class: "message-main" },
        joined ? null : this.head(message),
        message.ephemeral ? h("p", { class: "only-you" }, "Only visible to you") : null,
        h("div", { class: "message-body" }, this.body(message)),
        message.edited ? h("span", { class: "edited" }, "edited") : null,
        message.silenced ? h("p", { class: "edited" }, "Arrived without a sound: Do Not Disturb was on") : null,
        this.threadDoor(message)),
      this.more(message));
  }

  author(message) {
    return message.name || this.world.nameOf(message.user);
  }

  head(message) {
    const person = this.world.person(message.user);
    return h("header", {},
      h("strong", { class: "author" }, this.author(message)),
      message.is_bot ? h("span", { class: "tag" }, "app") : null,
      person?.is_guest ? h("span", { class: "tag" }, "guest") : null,
      h("time", { title: fullMoment(message.ts, this.world.zone) }, clockTime(message.ts, this.world.zone)));
  }

  body(message) {
    if (!message.blocks?.length) return h("div", { class: "words" }, mrkdwn(message.text || "", this.world));
    return drawBlocks(message.blocks, this.surfaceOf(message));
  }

  surfaceOf(message) {
    const key = `${message.ts}-${message.ephemeral}`;
    if (!this.surfaces.has(key)) {
      this.surfaces.set(key, new Surface({ container: { type: "message", channel: this.channel, ts: message.ts }, world: this.world }));
    }
    return this.surfaces.get(key);
  }

  threadDoor(message) {
    if (this.inThread || !message.reply_count) return null;
    const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
    return h("button", { type: "button", class: "thread-door", "data-testid": "thread-door", onclick: () => this.doors.openThread(message) }, words);
  }

  more(message) {
    if (message.ephemeral) return null;
    const items = this.doors.shortcuts.map(({ callback_id: id, name }) => ({
      label: name, testid: `shortcut-${id}`, act: () => this.doors.runShortcut(id, { channel: this.channel, ts: message.ts }),
    }));
    if (!this.inThread) items.unshift({ label: "Reply in a thread", testid: "reply-in-thread", act: () => this.doors.openThread(message) });
    if (!items.length) return null;
    const button = iconButton("more", "What to do with this message", {
      class: "icon-button message-more", "data-testid": "message-more", "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => openMenu(button, "What to do with this message", items),
    });
    return button;
  }
}

function sameBreath(before, message) {
  return Boolean(before) && !before.reply_count && before.user === message.user && !before.ephemeral && !message.ephemeral
    && !message.blocks?.length && !before.blocks?.length && message.ts - before.ts < SAME_BREATH_S;
}
