// Trouble as a lesson: make Slack slow, forgetful or absent, and read in plain words how LEAD copes.

import { ask, tell, wordsFor } from "./api.js";
import { h, reconcile } from "./dom.js";
import { oneAtATime } from "./fetching.js";
import { fullMoment } from "./time.js";

const REST_MS = 300;

/** The panel "Trouble". */
export class FaultsPanel {
  constructor({ zone, close, panelHead, toast }) {
    Object.assign(this, { zone, toast });
    this.now = h("div", { class: "trouble-now", "data-testid": "trouble-now", hidden: true });
    this.lessons = h("ul", { class: "exercises" });
    this.log = h("ol", { "data-testid": "trouble-log", tabindex: "0", "aria-label": "What happened, newest first" });
    this.tally = h("p", { class: "course-intro", role: "status", "data-testid": "trouble-tally" }, "Nothing has happened yet.");
    this.node = h("aside", { class: "panel trouble-panel", "data-testid": "trouble-panel", "aria-label": "Trouble" }, panelHead("Trouble", close),
      h("div", { class: "course-body", tabindex: "0", role: "region", "aria-label": "Trouble to order, and what happened" },
        h("p", { class: "course-intro" }, "What Slack does to every app now and then. Order one, then do something, and watch."),
        this.now,
        h("section", { class: "trouble-log", "aria-label": "What happened" }, h("h3", {}, "What happened"), this.tally, this.log),
        this.lessons));
    this.load = oneAtATime(() => this.fetch());
  }

  heard(event) {
    if (event.type === "call" || event.type === "state") this.load();
  }

  async fetch() {
    this.show(await ask("trouble"));
    // Calls come in bursts: they are asked about once.
    await new Promise((rest) => { setTimeout(rest, REST_MS); });
  }

  show(answer) {
    if (answer.ok === false) {
      this.tally.textContent = wordsFor(answer);
      return;
    }
    if (!this.lessons.hasChildNodes()) this.lessons.append(...answer.lessons.map((lesson) => this.lesson(lesson)));
    this.showComing(answer.to_come);
    this.showLog(answer);
  }

  lesson({ code, title, words }) {
    return h("li", {}, h("section", { class: "exercise", "aria-label": title }, h("h3", {}, title), h("p", {}, words),
      h("button", { type: "button", class: "button", "data-testid": `trouble-${code}`, "aria-label": `${title}: order it`, onclick: () => this.order(code) }, "Order it")));
  }

  showComing(rules) {
    const words = rules.map(({ title, times }) => `${title || "Other trouble"}${times > 1 ? ` (${times} times)` : ""}`).join(", ");
    const sig = words;
    if (sig === this.comingSig) return;
    this.comingSig = sig;
    this.now.hidden = !words;
    this.now.replaceChildren(h("p", { role: "status" }, `Still to come: ${words}.`),
      h("button", { type: "button", class: "button", "data-testid": "trouble-clear", onclick: () => this.order("") }, "Call it off"));
  }

  showLog({ log, held }) {
    const words = log.length ? held ? `${held === 1 ? "One thing is" : `${held} things are`} still on the way.` : "Nothing is on the way any more: all that was held up has arrived, once." : "Nothing has happened yet.";
    if (this.tally.textContent !== words) this.tally.textContent = words;
    const seen = new Map();
    const keyOf = ({ at, words: said }) => {
      const key = `${at} ${said}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return `${key} ${seen.get(key)}`;
    };
    reconcile(this.log, log.map((line) => ({ key: keyOf(line), sig: line.sort, make: () => this.line(line) })));
  }

  line({ at, sort, words }) {
    return h("li", { class: `trouble-line is-${sort}` }, h("time", { title: fullMoment(at, this.zone) }, seconds(at, this.zone)), h("span", {}, words));
  }

  async order(code) {
    const answer = await tell("trouble", { code });
    if (answer.ok === false) return this.toast(wordsFor(answer), { keep: true, key: answer.error });
    this.show(answer);
    // What is ordered is said at the top; whoever pressed further down would not see it.
    return this.now.parentElement.scrollTo(0, 0);
  }
}

function seconds(at, zone) {
  return new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", second: "2-digit", timeZone: zone }).format(at * 1000);
}
