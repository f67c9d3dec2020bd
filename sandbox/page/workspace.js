// The workspace as one person sees it: which place is open, and what each live push makes new.

import { beginAfresh, takeKept } from "./afresh.js";
import { ask, tell, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { oneAtATime } from "./fetching.js";
import { findable, openFinder } from "./finder.js";
import { Frame } from "./frame.js";
import { HomePane } from "./home.js";
import { meetFiles } from "./intake.js";
import { listenForKeys, showHelp } from "./keys.js";
import { keepLine } from "./live.js";
import { Modals } from "./modal.js";
import { drawNav, placesOf, unreadOf } from "./nav.js";
import { Panels, threadPanel } from "./panels.js";
import { addressOf, isBehind } from "./people.js";
import { Place } from "./place.js";
import { setClock } from "./time.js";
import { watchTwins } from "./twins.js";
import { worldOf } from "./world.js";

/** Everything on the screen of one person; `state` as /ui/state gives it. */
export class Workspace {
  constructor(root, state) {
    this.state = state;
    this.world = worldOf(state);
    this.afresh = takeKept();
    this.drafts = new Map(this.afresh);
    this.rooms = new Map();
    this.frame = new Frame(root, {
      dnd: (on) => this.did(tell("dnd", { user: this.me, on })),
      shortcut: (callback_id) => this.runShortcut(callback_id),
      tool: (id) => this.panels.open(id),
    });
    this.modals = new Modals(this.world, (words) => this.frame.toast(words, { keep: true, key: "form" }));
    this.panels = new Panels(this, this.frame);
    this.tools = [...this.panels.tools(), { id: "find", name: "Find", sign: "search", keys: "Ctrl K", act: () => this.find() }, { id: "keys", name: "Keys", sign: "keys", keys: "?", act: () => showHelp() }];
    this.refreshState = oneAtATime(() => this.fetchState());
  }

  get me() {
    return this.world.me;
  }

  open() {
    const wanted = new URLSearchParams(location.search).get("at");
    this.go(this.placeOf(wanted) || { id: "home", kind: "home" });
    this.modals.refresh();
    this.panels.dress(this.state);
    keepLine(this.me, {
      heard: (event) => this.heard(event),
      line: (up, again) => {
        this.frame.line(up, again);
        // The first time, too: what happened between the first fetch and the open line was told to nobody.
        if (up) this.refreshAll();
      },
    });
    addEventListener("visibilitychange", () => document.hidden || this.refreshAll());
    if (this.afresh) this.frame.toast("The practice workspace began afresh. What was open here is gone; what you had begun to write is still in its box.", { key: "afresh" });
    watchTwins(this.me, () => this.frame.toast(`${this.state.me.name} is open in another window, too. Both show the same forms; words typed in one are not seen in the other.`, { key: "twin" }));
    meetFiles((words) => this.frame.toast(words, { key: "files" }));
    listenForKeys({
      find: () => this.find(),
      step: (by, unread) => this.step(by, unread),
      region: (by) => this.frame.region(by),
      command: () => this.beginCommand(),
    });
  }

  placeOf(id) {
    if (id === "home") return { id, kind: "home" };
    if (this.state.channels.some((channel) => channel.id === id)) return { id, kind: "channel" };
    return this.state.dms.some((dm) => dm.id === id) ? { id, kind: "dm" } : null;
  }

  /** Show a place: Home, a channel or a DM. */
  go({ id, kind }) {
    this.at = { id, kind };
    this.frame.hush(id);
    if (this.thread) this.closeThread();
    if (this.frame.covered) this.panels.close(); // one wants to see where one goes
    this.home = null;
    this.place = null;
    history.replaceState(history.state, "", `?me=${encodeURIComponent(this.me)}&at=${encodeURIComponent(id)}`);
    this.drawFrame();
    if (kind === "home") this.goHome();
    else this.goTo(id);
    this.frame.arrived();
  }

  goHome() {
    this.home = new HomePane(this.world, this.state.bot.name);
    this.frame.fill(this.home.node);
    this.home.refresh();
    this.did(tell("home_opened", { user: this.me, tab: "home" }));
  }

  goTo(id) {
    const { bot } = this.state;
    const { dm, name } = this.about(id);
    const withBot = dm?.with === bot.user_id;
    const empty = withBot ? `${bot.name} has not written to you yet.` : "Nothing written here yet.";
    if (!this.rooms.has(id)) this.rooms.set(id, new Place(this, { channel: id }, { label: `Messages in ${name}`, write: `Message ${dm ? "" : "#"}${name}`, empty }));
    this.place = this.rooms.get(id);
    this.frame.fill(this.place.list.node, withBot && bot.messages_tab_read_only ? this.readOnly() : this.place.composer());
    this.place.list.reopened();
    this.place.refresh();
    if (withBot) this.did(tell("home_opened", { user: this.me, tab: "messages" }));
  }

  /** What stands where a message box would be in the bot's own messages, as in Slack. */
  readOnly() {
    const { name } = this.state.bot;
    return h("p", { class: "read-only" }, `${name} takes no messages here. Use its buttons, its Home, the plus sign above, or the command in a channel.`);
  }

  about(id) {
    const channel = this.state.channels.find((one) => one.id === id);
    const dm = this.state.dms.find((one) => one.id === id);
    return { dm, name: channel?.name || dm?.name || this.state.bot.name, topic: channel?.topic || "", unread: channel?.unread || dm?.unread || 0 };
  }

  unreadAt(id) {
    return this.about(id).unread > 0;
  }

  /** GET /ui/<path> as this person; null after saying what did not work. */
  async asked(path, params) {
    const answer = await ask(path, { user: this.me, ...params });
    if (answer.ok !== false) return answer;
    // A line that is down is said by the banner already.
    if (answer.error !== "no_answer" || document.body.dataset.line === "up") this.frame.toast(wordsFor(answer), { keep: true, key: answer.error });
    return null;
  }

  async fetchState() {
    const answer = await this.asked("state", {});
    if (!answer) return;
    if (!answer.me || (answer.run && this.state.run && answer.run !== this.state.run)) return void beginAfresh(this.drafts);
    const before = this.state;
    this.state = answer;
    const jumped = setClock(answer.now);
    Object.assign(this.world, worldOf(answer));
    if (!this.placeOf(this.at.id)) return void this.go({ id: "home", kind: "home" });
    this.drawFrame();
    this.panels.state(answer);
    if (jumped) this.place?.list.drawSteady(); // "Today" may be another day now
    // A Home that was opened while the bot was away never reached it: ask once more now that it is there.
    if (answer.connected && !before.connected && this.home) this.did(tell("home_opened", { user: this.me, tab: "home" }));
    if (!answer.me.dnd) this.tellArrivals(before, answer);
  }

  /** A small note for what arrived in a place not open now, as a phone would show it. */
  tellArrivals(before, after) {
    const had = new Map([...before.channels, ...before.dms].map(({ id, unread }) => [id, unread || 0]));
    for (const place of [...after.channels, ...after.dms]) {
      if (place.id === this.at.id || (place.unread || 0) <= (had.get(place.id) ?? 0)) continue;
      const kind = "with" in place ? "dm" : "channel";
      this.frame.toast(`New message: ${kind === "dm" ? place.name : `#${place.name}`}`, { key: place.id, door: () => this.go({ id: place.id, kind }) });
    }
  }

  refreshAll() {
    this.place?.refresh();
    this.thread?.refresh();
    this.refreshState();
    this.home?.refresh();
    this.modals.refresh();
    this.panels.again();
  }

  drawFrame() {
    drawNav(this.frame.nav, this.state, this.at, (place) => this.go(place), this.tools);
    const { name, topic, dm } = this.about(this.at.id);
    const home = this.at.kind === "home";
    const title = home ? "Home" : dm ? name : `#${name}`;
    this.frame.show(this.state, { title, topic: home ? this.state.bot.name : topic, unread: unreadOf(this.state) });
  }

  heard(event) {
    this.panels.heard(event);
    if (event.type === "message") this.heardMessage(event);
    else if (event.type === "views") this.modals.refresh();
    else if (event.type === "home") this.home?.refresh();
    else if (event.type === "state") this.refreshState();
    else if (event.type === "error") this.frame.toast(wordsFor(event), { keep: true });
  }

  heardMessage(event) {
    if (this.thread?.where.channel === event.channel) this.thread.heard(event);
    // A window nobody looks at leaves its messages unread.
    if (this.place?.where.channel === event.channel && !document.hidden && !isBehind()) this.place.heard(event);
    else this.refreshState();
  }

  openThread(ts) {
    this.thread = new Place(this, { channel: this.at.id, thread_ts: ts }, { label: "Thread", empty: "Nothing written here yet.", write: "Reply in this thread" });
    const head = this.frame.panelHead("Thread", () => this.closeThread());
    this.panels.show({ id: "thread", node: threadPanel(head, this.thread.list.node, this.thread.composer()), again: () => {} });
    this.thread.refresh();
  }

  closeThread() {
    this.thread = null;
    if (this.panels.now?.id === "thread") this.panels.close();
  }

  find() {
    openFinder(findable(this.state, placesOf(this.state), { go: (place) => this.go(place), be: (id) => location.assign(addressOf(id)) }));
  }

  /** Go so many places down the side bar; `unread` skips those with nothing new. */
  step(by, unread) {
    const places = placesOf(this.state);
    const here = places.findIndex(({ id }) => id === this.at.id);
    for (let n = 1; n < places.length; n += 1) {
      const place = places[(here + by * n + places.length * n) % places.length];
      if (!unread || place.unread > 0) return this.go({ id: place.id, kind: place.kind });
    }
    return null;
  }

  /** Put the cursor into the message box with a slash, where there is a box. */
  beginCommand() {
    const box = this.frame.pane.querySelector(".composer textarea");
    if (!box) return false;
    box.focus();
    if (!box.value) {
      box.value = "/";
      box.dispatchEvent(new Event("input"));
    }
    return true;
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
