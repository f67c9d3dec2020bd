// The other half of "What Slack sees": what the database holds of a word, and what the bot wrote down about a call.

import { ask, wordsFor } from "./api.js";
import { h } from "./dom.js";

const WAIT_MS = 350;
const SHORTEST = 3;

function many(count, one, more = `${one}s`) {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : more}`;
}

/** In words, where a word stands: `counts` by kind of call, `sent` forms it was sent in with, `base` the database's answer. */
export function verdict(word, counts, sent, base) {
  const stays = (counts.messages ?? 0) + (counts.home ?? 0) + (counts.other ?? 0);
  const typed = counts.typed ?? 0;
  const windows = counts.windows ?? 0;
  const held = base?.ok ? base.places.reduce((sum, { count }) => sum + count, 0) + loose(base) : 0;
  if (!stays && !typed && !windows) return held ? `No call carried “${word}”. It stands in the database, from before or as an open word.` : `“${word}” stands nowhere: no call carried it${base?.ok ? ", and the database holds none of it" : ""}.`;
  if (stays || held) return `“${word}” is an open word: it stands in what stays. Sealed words stand in no message, no Home and no row.`;
  const way = sent ? `in ${many(sent, "form")} on the way in` : `in ${many(typed, "call")} on the way in`;
  const shown = windows ? `, and in ${many(windows, "window")} opened for somebody who may read it` : "";
  const only = typed || windows ? `“${word}” stands ${typed ? way : "only in windows opened for somebody who may read it"}${typed ? shown : ""}, and nowhere else.` : "";
  return `${only} No message, notification or Home carries it${base?.ok ? `, and of ${many(base.rows, "row")} in the database none holds it: it lies there sealed` : ""}.`;
}

function loose({ forms }) {
  return Object.values(forms).reduce((sum, count) => sum + count, 0);
}

/** What stands below the search: the verdict, and the database's side of it. */
export class Evidence {
  constructor() {
    this.said = h("p", { class: "verdict", role: "status", "data-testid": "verdict" });
    this.held = h("div", { class: "held", "data-testid": "database" });
    this.node = h("div", { class: "evidence", hidden: true }, this.said, this.held);
    this.word = "";
  }

  /** A word is looked for; "" puts the block away. */
  look(word) {
    clearTimeout(this.later);
    this.word = word;
    this.base = null;
    this.node.hidden = word.length < SHORTEST;
    this.held.replaceChildren(h("p", {}, "Looking into the database…"));
    if (!this.node.hidden) this.later = setTimeout(() => this.fetch(word), WAIT_MS);
  }

  async fetch(word) {
    const base = await ask("evidence", { word });
    if (word !== this.word) return;
    this.base = base;
    this.held.replaceChildren(...(base.ok ? found(base) : [h("p", {}, wordsFor(base))]));
    this.say();
  }

  /** The calls were counted anew; null = not all of them are known yet. */
  counted(counts, sent) {
    this.counts = counts;
    this.sent = sent;
    // Not before the database has answered: a sentence that is taken back is no sentence.
    if (this.base) this.say();
    else this.said.textContent = "";
  }

  say() {
    const words = this.counts ? verdict(this.word, this.counts, this.sent, this.base) : "";
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}

function found({ rows, places, bytes, searched, forms }) {
  const inRows = places.length
    ? h("ul", {}, places.map(({ table, column, count }) => h("li", {}, h("code", {}, `${table}.${column}`), ` ${many(count, "row")}`)))
    : null;
  const inBytes = Object.entries(forms).filter(([, count]) => count).map(([form, count]) => `${many(count, "time")} ${form}`);
  return [
    h("p", {}, h("strong", {}, "What the database holds: "), places.length ? "" : `0 of ${many(rows, "row")}.`), inRows,
    h("p", { class: "held-bytes" }, `${many(bytes, "byte")} of ${searched ?? "its file"} were searched: ${inBytes.join(", ") || "not there in any wrapping"}.`),
  ].filter(Boolean);
}

/** The bytes of a call, and what the bot wrote down about it, into `body`. */
export async function addProof(body, call) {
  const [bytes, came] = await Promise.all([ask("bytes", { n: call.n }), ask("came_of", { n: call.n })]);
  if (bytes.ok) for (const [title, { text, length }] of [["Sent", bytes.request], ["Answered", bytes.response]]) {
    body.append(h("details", { class: "raw" }, h("summary", {}, `${title}, as it crossed the wire: ${many(length, "byte")}`), h("pre", { tabindex: "0", "aria-label": `${title}, bytes` }, text || "(nothing)")));
  }
  if (!came.ok || !(came.audit.length || came.sealed.length)) return;
  body.append(h("h3", {}, "What the bot wrote down in these seconds"), ...came.audit.map(auditLine), ...came.sealed.map(sealedRow));
}

function auditLine({ at, actor, verb, objects, decision, digest }) {
  return h("p", { class: "audit-line", "data-testid": "audit-line" }, h("strong", {}, verb), ` ${[at, actor, objects, decision].filter(Boolean).join(" · ")}`, h("small", {}, `chained: ${digest}`));
}

function sealedRow({ subject, category, nonce, details_sealed: sealed, length }) {
  return h("details", { class: "raw", "data-testid": "sealed-row" }, h("summary", {}, `Sealed: ${category} of ${subject}, ${many(length, "byte")}`),
    h("pre", { tabindex: "0", "aria-label": "Sealed bytes" }, `nonce  ${nonce}\nsealed ${sealed}`));
}
