// The workspace as one person sees it: which place is open, and what each live push makes new.

import { ask, tell, wordsFor } from "./api.js";
import { CallsPanel } from "./calls.js";
import { makeComposer } from "./composer.js";
import { h } from "./dom.js";
import { HomePane } from "./home.js";
import { keepLine } from "./live.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modal.js";
import { drawNav, unreadOf } from "./nav.js";
import { Frame } from "./frame.js";
import { setClock } from "./time.js";

/** Everything on the screen of one person; `state` as /ui/state gives it. */
export class Workspace {
  constructor(root, state) {
    this.state = state;
    this.world = worldOf(state);
    this.modals = new Modals(this.world);
    this.frame = new Frame(root, {
      dnd: (on) => this.did(tell("dnd", { user: this.me, on })),
      shortcut: (callback_id) => this.runShortcut(callback_id),
      calls: () => this.toggleCalls(),
    });
    this.rounds = {};
  }

  get me() {
    return this.world.me;
  }

  open() {
    const wanted = new URLSearchParams(location.search).get("at");
    this.go(this.placeOf(wanted) || { id: "home", kind: "home" });
    this.modals.refresh();
    keepLine(this.me, {
      heard: (event) => this.heard(event),
      line: (up, again) => {
        this.frame.line(up, again);
        // The first time, too: what happened between the first fetch and the open line was told to nobody.
        if (up) this.refreshAll();
      },
    });
  }

  placeOf(id) {
    if (id === "home") return { id, kind: "home" };
    if (this.state.channels.some((channel) => channel.id === id)) return { id, kind: "channel" };
    return this.state.dms.some((dm) => dm.id === id) ? { id, kind: "dm" } : null;
  }

  /** Show a place: Home, a channel or a DM. */
  go(place) {
    this.place = place;
    this.closeThread();
    this.home = null;
    this.list = null;
    history.replaceState(null, "", `?me=${encodeURIComponent(this.me)}&at=${encodeURIComponent(place.id)}`);
    this.drawFrame();
    if (place.kind === "home") this.goHome();
    else this.goTo(place);
    this.frame.arrived();
  }

  goHome() {
    this.home = new HomePane(this.world, this.state.bot.name);
    this.frame.fill(this.home.node);
    this.home.refresh();
    this.did(tell("home_opened", { user: this.me, tab: "home" }));
  }

  goTo(place) {
    const { dm } = this.about(place);
    const withBot = dm?.with === this.state.bot.user_id;
    this.list = this.makeList(place.id, { label: `Messages in ${this.about(place).name}`, empty: withBot ? `${this.state.bot.name} has not written to you yet.` : "Nothing written here yet." });
    this.frame.fill(this.list.node, withBot && this.state.bot.messages_tab_read_only ? this.readOnly() : this.composer(place, dm));
    this.refreshMessages();
    if (withBot) this.did(tell("home_opened", { user: this.me, tab: "messages" }));
  }

  composer(place, dm) {
    const where = { user: this.me, channel: place.id, label: dm ? `Message ${dm.name}` : `Message #${this.about(place).name}` };
    return makeComposer(where, this.state.command_hints, () => this.refreshMessages());
  }

  /** What stands where a message box would be in the bot's own messages, as in Slack. */
  readOnly() {
    const { name } = this.state.bot;
    return h("p", { class: "read-only" }, `${name} takes no messages here. Use its buttons, its Home, the plus sign above, or the command in a channel.`);
  }

  about(place) {
    const channel = this.state.channels.find(({ id }) => id === place.id);
    const dm = this.state.dms.find(({ id }) => id === place.id);
    return { dm, name: channel?.name || dm?.name || this.state.bot.name, topic: channel?.topic || "" };
  }

  makeList(channel, more) {
    return new MessageList({
      channel, world: this.world, ...more,
      doors: {
        shortcuts: this.state.message_shortcuts || [],
        openThread: (message) => this.openThread(message.thread_ts || message.ts),
        runShortcut: (callback_id, message) => this.runShortcut(callback_id, message),
      },
    });
  }

  /** Fetch under a name; a later fetch of the same name makes an earlier one moot (gives null). */
  async newest(name, path, params) {
    const round = (this.rounds[name] = (this.rounds[name] ?? 0) + 1);
    const answer = await ask(path, { user: this.me, ...params });
    if (round !== this.rounds[name]) return null;
    if (answer.ok !== false) return answer;
    this.frame.toast(wordsFor(answer), { keep: true, key: answer.error });
    return null;
  }

  async refreshMessages() {
    const { list, place } = this;
    if (!list) return;
    const answer = await this.newest("messages", "messages", { channel: place.id });
    if (answer && this.list === list) {
      list.show(answer.messages);
      this.refreshState();
    }
  }

  async refreshThread() {
    const { thread } = this;
    if (!thread) return;
    const answer = await this.newest("thread", "messages", { channel: thread.channel, thread_ts: thread.ts });
    if (answer && this.thread === thread) thread.list.show(answer.messages);
  }

  async refreshState() {
    const answer = await this.newest("state", "state", {});
    if (!answer?.me) return;
    const before = this.state;
    this.state = answer;
    setClock(answer.now);
    Object.assign(this.world, worldOf(answer));
    this.drawFrame();
    // A Home that was opened while the bot was away never reached it: ask once more now that it is there.
    if (answer.connected && !before.connected && this.home) this.did(tell("home_opened", { user: this.me, tab: "home" }));
    if (!answer.me.dnd) this.tellArrivals(before, answer);
  }

  /** A small note for what arrived in a place not open now, as a phone would show it. */
  tellArrivals(before, after) {
    const had = new Map([...before.channels, ...before.dms].map(({ id, unread }) => [id, unread || 0]));
    for (const place of [...after.channels, ...after.dms]) {
      if (place.id === this.place.id || (place.unread || 0) <= (had.get(place.id) ?? 0)) continue;
      const kind = "with" in place ? "dm" : "channel";
      this.frame.toast(`New message: ${kind === "dm" ? place.name : `#${place.name}`}`, { key: place.id, door: () => this.go({ id: place.id, kind }) });
    }
  }

  refreshAll() {
    this.refreshMessages();
    this.refreshThread();
    this.refreshState();
    this.home?.refresh();
    this.modals.refresh();
    this.calls?.again();
  }

  drawFrame() {
    drawNav(this.frame.nav, this.state, this.place, (place) => this.go(place));
    const { name, topic, dm } = this.about(this.place);
    const title = this.place.kind === "home" ? "Home" : dm ? name : `#${name}`;
    this.frame.show(this.state, { title, topic: this.place.kind === "home" ? this.state.bot.name : topic, unread: unreadOf(this.state) });
  }

  heard(event) {
    if (event.type === "message") {
      if (event.channel === this.thread?.channel) this.refreshThread();
      if (event.channel === this.place.id) this.refreshMessages();
      else this.refreshState();
    } else if (event.type === "views") this.modals.refresh();
    else if (event.type === "home") this.home?.refresh();
    else if (event.type === "state") this.refreshState();
    else if (event.type === "call") this.calls?.take(event.call);
    else if (event.type === "error") this.frame.toast(wordsFor(event), { keep: true });
  }

  openThread(ts) {
    const list = this.makeList(this.place.id, { label: "Thread", inThread: true, empty: "Nothing written here yet." });
    this.thread = { channel: this.place.id, ts, list };
    const where = { user: this.me, channel: this.place.id, thread_ts: ts, label: "Reply in this thread" };
    this.calls = null;
    this.frame.panel(h("aside", { class: "panel thread", "data-testid": "thread", "aria-label": "Thread" },
      this.frame.panelHead("Thread", () => this.closeThread()), list.node, makeComposer(where, [], () => this.refreshThread())));
    this.refreshThread();
  }

  closeThread() {
    if (!this.thread) return;
    this.thread = null;
    this.frame.panel(null);
  }

  toggleCalls() {
    if (this.calls) {
      this.calls = null;
      return this.frame.panel(null);
    }
    this.thread = null;
    this.calls = new CallsPanel({ zone: this.world.zone, close: () => this.toggleCalls() });
    this.frame.panel(this.calls.node);
    return this.calls.load();
  }

  runShortcut(callback_id, message) {
    return this.did(tell("shortcut", { user: this.me, callback_id, message }));
  }

  /** Wait for an act's answer and say in words what did not work. */
  async did(promise) {
    const answer = await promise;
    if (answer.ok === false) this.frame.toast(wordsFor(answer), { keep: true, key: answer.error });
  }
}

/** What drawing needs to know about people, channels and the person being played. */
function worldOf(state) {
  const people = new Map(state.people.map((person) => [person.id, person]));
  const channels = new Map(state.channels.map(({ id, name }) => [id, name]));
  return {
    me: state.me.id,
    zone: state.me.tz,
    people: state.people,
    channels: state.channels,
    person: (id) => people.get(id),
    nameOf: (id) => people.get(id)?.name || (id === state.bot.user_id ? state.bot.name : id),
    channelOf: (id) => channels.get(id) || "private channel",
  };
}
