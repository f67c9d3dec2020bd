// Practice time: what time it is here, and letting it pass to a moment at which something happens.

import { ask, tell, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { clockTime, dayName, fullMoment } from "./time.js";

const GOALS = [
  ["hour", "One hour on", () => "Whatever falls due on the way happens."],
  ["day", "One day on", () => "Hour by hour, with all that falls due."],
  ["roll_call", "The next roll call", ({ words }) => words],
  ["reminder", "The next reminder", ({ words }) => words],
  ["clock_change", "The morning the clocks change", () => "Half an hour before it."],
];

const LOOK_MS = 2000; // what comes next may be planned, or the bot learn of it, while one looks here

/** "3 days", "2 hours", "14 minutes": a span of seconds in its two largest parts. */
export function span(seconds) {
  const parts = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = [];
  let rest = Math.max(0, Math.round(seconds / 60)) * 60;
  for (const [name, size] of parts) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count && words.length < 2) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return words.join(" ") || "less than a minute";
}

/** "Sun, Nov 22" for a moment as the person sees it. */
export function shortDay(seconds, zone) {
  return new Intl.DateTimeFormat("en-US", { weekday: "short", month: "short", day: "numeric", timeZone: zone }).format(seconds * 1000);
}

/** The panel "Time". */
export class ClockPanel {
  constructor({ me, zone, close, open, panelHead, toast }) {
    Object.assign(this, { me, zone, toast });
    this.now = h("p", { class: "clock-now", "data-testid": "clock-now" });
    this.said = h("p", { class: "clock-said", role: "status", "data-testid": "clock-said" });
    this.goals = h("ul", { class: "exercises clock-goals" });
    this.node = h("aside", { class: "panel clock", "data-testid": "clock-panel", "aria-label": "Practice time" }, panelHead("Practice time", close),
      h("div", { class: "course-body", tabindex: "0", role: "region", "aria-label": "Let time pass" }, this.now, this.said, this.goals,
        h("p", { class: "course-intro" }, "Time does not run backwards here: what was told is told. To be back in the present, start over."),
        h("button", { type: "button", class: "button", "data-testid": "clock-over", onclick: () => open("over") }, "Start over")));
  }

  async load() {
    this.looking ??= setInterval(() => (this.node.isConnected ? this.load() : clearInterval(this.looking)), LOOK_MS);
    const clock = await ask("clock", { user: this.me });
    if (clock.ok === false) {
      this.said.textContent = wordsFor(clock);
      return;
    }
    this.show(clock);
    this.offer(clock);
  }

  /** A push while time passes: {now, going_to}; at the end all is asked anew. */
  heard(event) {
    if (event.type !== "clock") return;
    if (event.going_to === null) this.load();
    else this.show(event);
  }

  show({ now, going_to: goal, ahead }) {
    this.now.replaceChildren(h("strong", {}, clockTime(now, this.zone)), h("span", {}, fullMoment(now, this.zone)));
    if (goal) this.say(`Time passes, until ${dayName(goal, this.zone)}, ${clockTime(goal, this.zone)}…`);
    else if (ahead !== undefined) this.say(ahead < 60 ? "The same as the time on the wall." : `${span(ahead)} ahead of the time on the wall.`);
    this.passing = Boolean(goal);
    // Not "disabled": that would take the focus away from whoever pressed it by the keyboard.
    for (const button of this.goals.querySelectorAll("button")) button.setAttribute("aria-disabled", String(this.passing));
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  offer({ now, goals, can_move: movable, going_to: goal }) {
    const sig = JSON.stringify([movable, Boolean(goal), Object.entries(goals).map(([name, { at, words }]) => [name, Math.round(at / 60), words])]);
    if (sig === this.sig) return; // a button stays itself while a finger is on it
    this.sig = sig;
    const held = this.goals.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    const none = movable && !goals.roll_call ? [h("li", {}, h("p", { class: "course-intro" }, "No roll call is planned yet. The project manager plans one with “/lead rollcall”."))] : [];
    const rows = GOALS.filter(([name]) => goals[name]).map(([name, title, note]) => this.goal({ name, title, note: note(goals[name]), ...goals[name] }, now, Boolean(goal)));
    this.goals.replaceChildren(...(movable ? [...rows, ...none] : [h("li", {}, h("p", { class: "course-intro" }, "This workspace runs by itself: its time is the time on the wall. Started with “make run”, time can be let pass from here."))]));
    if (held) (this.goals.querySelector(`[data-testid="${CSS.escape(held)}"]`) ?? this.goals.querySelector("button"))?.focus();
  }

  goal({ name, title, note, at }, now, busy) {
    return h("li", {}, h("button", { type: "button", class: "clock-goal", "data-testid": `clock-${name}`, "aria-disabled": String(busy), onclick: () => this.go(name) },
      h("strong", {}, title), h("span", {}, `${dayName(at, this.zone)}, ${clockTime(at, this.zone)} · in ${span(at - now)}`), note ? h("small", {}, note) : null));
  }

  async go(name) {
    if (this.passing) return undefined;
    const answer = await tell("clock", { to: name, user: this.me });
    if (answer.ok !== false) return this.show(answer);
    this.toast(wordsFor(answer), { keep: true, key: answer.error });
    return this.load();
  }
}
