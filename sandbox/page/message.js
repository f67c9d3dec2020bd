// One message: its author and time, its words or blocks, and what one can do with it.

import { drawBlocks } from "./blocks.js";
import { avatar, h, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { ownActs } from "./own_words.js";
import { clockTime, fullMoment } from "./time.js";

const SAME_BREATH_S = 300;

/** Draw a message of `list` (a MessageList); `joined` = the author stands above already. */
export function drawMessage(list, message, joined) {
  const { world } = list;
  const classes = ["message", joined && "joined", message.ephemeral && "ephemeral"].filter(Boolean).join(" ");
  const at = clockTime(message.ts, world.zone);
  return h("article", { class: classes, tabindex: "-1", "data-testid": "message", "data-ts": message.ts, "aria-label": `${authorOf(message, world)}, ${at}` },
    joined ? h("span", { class: "joined-time", "aria-hidden": "true" }, at) : avatar(world.person(message.user), message.is_bot),
    h("div", { class: "message-main" },
      joined ? null : head(message, world),
      message.ephemeral ? h("p", { class: "only-you" }, "Only visible to you") : null,
      h("div", { class: "message-body" }, body(list, message)),
      message.edited ? h("span", { class: "edited" }, "edited") : null,
      message.silenced ? h("p", { class: "edited" }, "Arrived without a sound: Do Not Disturb was on") : null,
      threadDoor(list, message)),
    more(list, message));
}

function authorOf(message, world) {
  return message.name || world.nameOf(message.user);
}

function head(message, world) {
  const person = world.person(message.user);
  return h("header", {},
    h("strong", { class: "author" }, authorOf(message, world)),
    message.is_bot ? h("span", { class: "tag" }, "app") : null,
    person?.is_guest ? h("span", { class: "tag" }, "guest") : null,
    h("time", { title: fullMoment(message.ts, world.zone) }, clockTime(message.ts, world.zone)));
}

function body(list, message) {
  if (!message.blocks?.length) return h("div", { class: "words", dir: "auto" }, mrkdwn(message.text || "", list.world));
  return drawBlocks(message.blocks, list.surfaceOf(message));
}

function threadDoor(list, message) {
  if (list.inThread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "thread-door", "data-testid": "thread-door", onclick: () => list.doors.openThread(message) }, words);
}

function more(list, message) {
  if (message.ephemeral) return null;
  const items = list.doors.shortcuts.map(({ callback_id: id, name }) => ({
    label: name, testid: `shortcut-${id}`, act: () => list.doors.runShortcut(id, { channel: list.channel, ts: message.ts }),
  }));
  if (!list.inThread) items.unshift({ label: "Reply in a thread", keys: "T", testid: "reply-in-thread", act: () => list.doors.openThread(message) });
  if (message.user === list.world.me) items.push(...ownActs(message, { channel: list.channel, ts: message.ts }, { world: list.world, did: list.doors.did }));
  if (!items.length) return null;
  const button = iconButton("more", "What to do with this message", {
    class: "icon-button message-more", "data-testid": "message-more", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(button, "What to do with this message", items),
  });
  return button;
}

/** Whether a message goes on where the one before it stopped, so that its author need not be named again. */
export function sameBreath(before, message) {
  return Boolean(before) && !before.reply_count && before.user === message.user && !before.ephemeral && !message.ephemeral
    && !message.blocks?.length && !before.blocks?.length && message.ts - before.ts < SAME_BREATH_S;
}
