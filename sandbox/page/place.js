// One open place, a channel, a DM or a thread: its list, its box, and fetching what the list shows.

import { makeComposer } from "./composer.js";
import { oneAtATime } from "./fetching.js";
import { MessageList } from "./messages.js";

const PAGE = 50;

/** `desk`: the Workspace; `where`: {channel, thread_ts?}; `words`: {label, empty, write}. */
export class Place {
  constructor(desk, where, words) {
    this.desk = desk;
    this.where = where;
    this.list = new MessageList({
      channel: where.channel, world: desk.world, label: words.label, empty: words.empty, inThread: Boolean(where.thread_ts),
      doors: {
        shortcuts: desk.state.message_shortcuts || [],
        openThread: (message) => desk.openThread(message.thread_ts || message.ts),
        runShortcut: (callback_id, message) => desk.runShortcut(callback_id, message),
        did: (promise) => desk.did(promise),
        older: (before) => this.fetch({ before, limit: PAGE }),
      },
    });
    this.refresh = oneAtATime(() => this.fetchNewest());
    this.words = words;
  }

  /** The box to write in. */
  composer() {
    const { desk, where, words } = this;
    const about = { user: desk.me, channel: where.channel, label: words.write, ...(where.thread_ts ? { thread_ts: where.thread_ts } : {}) };
    return makeComposer(about, where.thread_ts ? [] : desk.state.command_hints, () => this.refresh(), desk.drafts);
  }

  get open() {
    return this.desk.place === this || this.desk.thread === this;
  }

  fetch(more) {
    const { channel, thread_ts: thread } = this.where;
    return this.desk.asked("messages", { channel, ...(thread ? { thread_ts: thread } : {}), ...more });
  }

  async fetchNewest() {
    const page = await this.fetch({ limit: PAGE });
    if (!page || !this.open) return;
    this.list.show(page);
    if (this.desk.unreadAt(this.where.channel)) this.desk.refreshState();
  }

  /** A message here came, changed or went. */
  heard({ ts, thread_ts: thread }) {
    const { ledger } = this.list;
    const newest = ledger.rows.at(-PAGE)?.ts ?? "";
    for (const old of [ts, thread]) if (old && old < newest && ledger.has(old)) this.fetchOne(old);
    return this.refresh();
  }

  async fetchOne(ts) {
    const page = await this.fetch({ only: ts });
    if (page && this.open) this.list.changed(ts, page.messages.find((message) => message.ts === ts));
  }
}
