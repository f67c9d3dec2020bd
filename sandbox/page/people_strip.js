// The strip under the title: what time it is here, and whom to be next, with what waits for each.

import { ask } from "./api.js";
import { clockTime } from "./time.js";
import { shortDay } from "./clock.js";
import { avatar, h, iconButton, reconcile, sr } from "./dom.js";
import { oneAtATime } from "./fetching.js";
import { openMenu } from "./menu.js";
import { addressOf } from "./people.js";
import { addressOfTwo, inHalf } from "./split.js";

const RECENT = "practice-recent";
const MOST = 8; // faces in the strip; everybody else stands in the switcher
const MOST_COUNTED = 99;
const TICK_MS = 10000;
const REST_MS = 400;

/** `tools` as tools.js gives them. */
export class PeopleStrip {
  constructor(tools) {
    this.tools = tools;
    this.time = h("button", { type: "button", class: "strip-time", "data-testid": "strip-time", onclick: () => tools.open("clock") });
    this.faces = h("ul", { class: "faces", "data-testid": "faces" });
    this.beside = iconButton("split", "Two people side by side", {
      "data-testid": "split", "aria-haspopup": "menu", "aria-expanded": "false", hidden: inHalf(), onclick: () => this.offerBeside(),
    });
    this.node = h("section", { class: "people-strip", "aria-label": "Time and people", "data-testid": "people-strip", hidden: true }, this.time, this.faces, this.beside);
    this.recent = remember(tools.me);
    this.waiting = {};
    this.refresh = oneAtATime(() => this.fetchWaiting());
    this.load();
    setInterval(() => this.tick(), TICK_MS);
  }

  async load() {
    const clock = await ask("clock", { user: this.tools.me });
    if (clock.ok === false) return;
    this.setTime(clock);
    this.refresh();
  }

  heard(event) {
    if (event.type === "clock") this.setTime(event);
    if (event.type === "waiting") this.refresh();
  }

  /** After every fetch of the state: time may have been moved by somebody else. */
  state(state) {
    this.setTime({ now: state.now, going_to: this.goal });
  }

  setTime({ now, going_to: goal }) {
    if (!Number.isFinite(now)) return;
    this.aheadMs = now * 1000 - Date.now();
    this.goal = goal ?? null;
    this.tick();
  }

  tick() {
    if (this.aheadMs === undefined) return;
    const { zone } = this.tools;
    const now = (Date.now() + this.aheadMs) / 1000;
    const sig = `${shortDay(now, zone)} ${clockTime(now, zone)} ${Boolean(this.goal)}`;
    if (sig === this.timeSig) return;
    this.timeSig = sig;
    this.time.classList.toggle("passes", Boolean(this.goal));
    this.time.replaceChildren(h("strong", {}, clockTime(now, zone)), h("span", {}, `Practice · ${shortDay(now, zone)}`), sr(this.goal ? ". Time passes" : ". Let time pass"));
  }

  async fetchWaiting() {
    const answer = await ask("waiting");
    if (!answer.waiting) return;
    this.waiting = answer.waiting;
    this.draw();
    // A burst of messages is asked about once.
    await new Promise((rest) => { setTimeout(rest, REST_MS); });
  }

  draw() {
    this.node.hidden = false;
    const held = this.faces.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    const rows = this.shown().map((person) => ({ person, count: this.waiting[person.id] ?? 0 }));
    reconcile(this.faces, rows.map(({ person, count }) => ({ key: person.id, sig: `${person.name} ${count}`, make: () => h("li", {}, face(person, count)) })));
    if (held && !this.faces.contains(document.activeElement)) this.faces.querySelector(`[data-testid="${CSS.escape(held)}"]`)?.focus();
  }

  /** Who was played before, in that order, then whoever has most to read. */
  shown() {
    const { world, me } = this.tools;
    const rank = ({ id }) => (this.recent.includes(id) ? this.recent.indexOf(id) : this.recent.length + MOST_COUNTED + 1 - Math.min(this.waiting[id] ?? 0, MOST_COUNTED));
    const others = world.people.filter((person) => person.id !== me && !person.deleted && (this.recent.includes(person.id) || this.waiting[person.id]));
    return others.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
  }

  offerBeside() {
    const { world, me } = this.tools;
    const first = this.shown();
    const rest = world.people.filter((person) => person.id !== me && !person.deleted && !first.includes(person));
    openMenu(this.beside, "Who stands beside", [...first, ...rest].map((person) => ({
      label: person.name, note: person.title, lead: avatar(person), testid: `beside-${person.id}`, act: () => location.assign(addressOfTwo(me, person.id)),
    })));
  }
}

function face(person, count) {
  const waits = count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
  return h("a", { class: count ? "face has-unread" : "face", href: addressOf(person.id), title: `Be ${person.name}`, "data-testid": `face-${person.id}` },
    avatar(person), sr("Be "), h("span", { class: "face-name" }, person.name), count ? h("span", { class: "badge" }, waits, sr(" unread")) : null);
}

/** Those played in this browser, newest first, without the one played now; remembers this one for the next. */
function remember(me) {
  let known = [];
  try {
    known = JSON.parse(localStorage.getItem(RECENT)) ?? [];
  } catch {
    known = [];
  }
  const before = Array.isArray(known) ? known.filter((id) => typeof id === "string" && id !== me) : [];
  localStorage.setItem(RECENT, JSON.stringify([me, ...before].slice(0, MOST)));
  return before;
}
