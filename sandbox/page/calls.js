// "What Slack sees": every call between the workspace and the bot, live, with a search through all of them.

import { ask } from "./api.js";
import { ALL_KINDS, folded, haystack, kindOf, marked, opened } from "./calls_search.js";
import { h, iconButton, reconcile } from "./dom.js";
import { addProof, Evidence } from "./evidence.js";
import { oneAtATime } from "./fetching.js";
import { clockTime, fullMoment } from "./time.js";

const PAGE = 200;
const DRAWN = 250;

/** The panel; `load()` when it is opened, `take(call)` for each pushed call. */
export class CallsPanel {
  constructor({ zone, close }) {
    this.zone = zone;
    this.calls = new Map();
    this.last = 0;
    this.word = "";
    this.load = oneAtATime(() => this.fetch()); // a call that arrives meanwhile is asked for after it
    this.count = h("p", { class: "calls-count", role: "status", "data-testid": "calls-count" });
    this.evidence = new Evidence();
    this.list = h("div", { class: "calls-list", tabindex: "0", role: "region", "aria-label": "Calls, newest first" });
    const search = h("input", {
      type: "search", class: "field", id: "calls-search", "data-testid": "calls-search", autocomplete: "off", placeholder: "A word you typed into a form",
      oninput: () => this.look(search.value),
    });
    this.node = h("aside", { class: "panel calls", "data-testid": "calls-panel", "aria-label": "What Slack sees" },
      h("div", { class: "panel-head" }, h("h2", { tabindex: "-1" }, "What Slack sees"), iconButton("close", "Close this panel", { onclick: close, "data-testid": "calls-close" })),
      h("div", { class: "calls-find" },
        h("label", { for: "calls-search" }, "Type a word you entered and look for it"), search, this.count, this.evidence.node),
      this.list);
  }

  /** Fetch everything after what is known, page by page. */
  async fetch() {
    this.loading = true;
    for (let more = true; more;) {
      const answer = await ask("calls", { after: this.last, limit: PAGE });
      const fresh = Array.isArray(answer.calls) ? answer.calls : [];
      for (const call of fresh) this.keep(call);
      more = fresh.length === PAGE;
    }
    this.loading = false;
    this.draw();
  }

  /** After a lost line: fetch everything anew, as the server may have started over. */
  again() {
    this.calls.clear();
    this.last = 0;
    return this.load();
  }

  /** A call pushed live; one that leaves a gap makes the panel fetch what is missing. */
  take(call) {
    if (this.loading || call.n > this.last + 1) return void this.load();
    this.keep(call);
    this.draw();
  }

  keep(call) {
    this.calls.set(call.n, { call, hay: haystack(call) });
    this.last = Math.max(this.last, call.n);
  }

  look(word) {
    this.word = word.trim();
    this.evidence.look(this.word);
    this.draw();
  }

  draw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.drawNow();
    });
  }

  drawNow() {
    const wanted = folded(this.word);
    const all = [...this.calls.values()];
    const hits = wanted ? all.filter(({ hay }) => hay.includes(wanted)) : all;
    // What only some of the calls say is no answer yet.
    if (this.loading) this.count.replaceChildren(document.createTextNode("Reading the calls so far…"));
    else this.count.replaceChildren(...this.tally(hits.map(({ call }) => call), all.length));
    if (this.loading) this.evidence.counted(null, 0);
    const shown = hits.slice(-DRAWN).reverse();
    reconcile(this.list, shown.map(({ call }) => ({ key: String(call.n), sig: `${call.status} ${this.word}`, make: () => this.row(call) })));
    if (hits.length > DRAWN) this.list.append(h("p", { class: "empty", "data-key": "older" }, `${hits.length - DRAWN} older calls are counted, not drawn.`));
  }

  tally(hits, total) {
    const calls = total === 1 ? "call" : "calls";
    if (!this.word) return [document.createTextNode(`${total} ${calls} so far.`)];
    this.tellEvidence(hits);
    const contain = hits.length === 1 ? "contains" : "contain";
    const counts = ALL_KINDS.map(([code, words]) => [code, words, hits.filter((call) => kindOf(call)[0] === code).length]);
    return [
      h("strong", {}, `${hits.length} of ${total} ${calls} ${contain} “${this.word}”`),
      h("span", { class: "kinds-words" }, "What is typed passes through Slack while a form is open. Messages, notifications and Home should say 0."),
      h("span", { class: "kinds" }, counts.filter(([code, , n]) => n || code !== "other").map(([code, words, n]) => h("span", { class: n ? "kind has" : "kind", "data-kind": code }, `${n} in ${words}`))),
    ];
  }

  tellEvidence(hits) {
    const counts = {};
    for (const call of hits) counts[kindOf(call)[0]] = (counts[kindOf(call)[0]] ?? 0) + 1;
    this.evidence.counted(counts, hits.filter(({ method }) => method === "view_submission").length);
  }

  row(call) {
    const inward = call.direction === "slack->bot";
    const body = h("div", { class: "call-body" });
    const row = h("details", { class: "call", "data-testid": "call", "data-n": call.n, "data-method": call.method, ontoggle: () => this.fill(row, body, call) },
      h("summary", {},
        h("span", { class: inward ? "way in" : "way out" }, inward ? "to LEAD" : "to Slack"),
        h("span", { class: "call-method" }, call.method),
        h("span", { class: call.status === "ok" ? "status" : "status odd" }, call.status),
        h("span", { class: "call-time" }, `${Math.round(call.ms ?? 0)} ms · `, h("time", { title: fullMoment(call.at, this.zone) }, clockTime(call.at, this.zone)))),
      body);
    return row;
  }

  fill(row, body, call) {
    if (!row.open || body.hasChildNodes()) return;
    for (const [title, value] of [["Request", call.request], ["Answer", call.response]]) {
      const words = JSON.stringify(opened(value ?? null), null, 2);
      body.append(h("h3", {}, title), h("pre", { tabindex: "0", "aria-label": title }, this.word ? marked(words, this.word) : words));
    }
    body.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    addProof(body, call);
  }
}
