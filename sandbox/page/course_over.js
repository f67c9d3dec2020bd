// Starting over from a seed: one press, and what is being done until the fresh site stands.

import { ask, tell, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { showDialog } from "./dialogs.js";
import { addressOf } from "./people.js";

const LOOK_MS = 600;
const LONG_MS = 60000;
const AWAY = "The practice workspace starts again…";
const LONG = "It takes longer than it should. Look at the window in which practice was started: it says why.";

/** The panel "Start over": where practice can begin. */
export class StartOverPanel {
  constructor({ me, close, panelHead, toast }) {
    Object.assign(this, { me, toast });
    this.body = h("div", { class: "course-body", tabindex: "0", role: "region", "aria-label": "Where practice can begin" }, h("p", { class: "empty" }, "Looking…"));
    this.node = h("aside", { class: "panel course", "data-testid": "over-panel", "aria-label": "Start over" }, panelHead("Start over", close), this.body);
  }

  async load() {
    const board = await ask("practice");
    this.body.replaceChildren(...seedsOf(board, (seed) => this.begin(seed, board)));
  }

  async begin(seed, board) {
    const answer = await tell("start_over", { seed: seed.code });
    if (answer.ok === false) return this.toast(wordsFor(answer), { keep: true, key: answer.error });
    return watch(this.me, board.round, seed.title);
  }
}

function seedsOf(board, begin) {
  if (!board.seeds?.length) return [h("p", { class: "course-intro" }, board.ok === false ? wordsFor(board) : "This workspace runs by itself. Started with “make run” it can be laid anew from here.")];
  return [
    h("p", { class: "course-intro" }, "One press: everything in practice is put away, and a fresh town stands a few seconds later. Time begins in the present again."),
    h("ul", { class: "exercises" }, board.seeds.map((seed) => h("li", {}, h("section", { class: "exercise", "aria-label": seed.title },
      h("h3", {}, seed.title), seed.code === board.seed ? h("p", { class: "exercise-facts" }, "You are in it") : null, h("p", {}, seed.words),
      h("button", { type: "button", class: "button", "data-testid": `seed-${seed.code}`, onclick: () => begin(seed) }, "Start over here"))))),
  ];
}

/** If a site is being laid, say so until it stands. */
export async function watchIfLaying(me) {
  const board = await ask("practice");
  if (board.laying) watch(me, board.round - 1, "");
}

/** Say what is being done until a round after `round` stands, then open the page anew as the same person. */
function watch(me, round, title) {
  if (document.querySelector("dialog.laying")) return;
  const said = h("p", { class: "laying-words", role: "status", "data-testid": "laying" }, title ? `${title}: putting the old site away` : "Laying the site");
  const leave = h("button", { type: "button", class: "button", hidden: true, onclick: () => dialog.close() }, "Close this note");
  const dialog = h("dialog", { class: "confirm laying", "aria-label": "Starting over" }, h("h2", {}, "Starting over"), said, h("div", { class: "laying-bar", "aria-hidden": "true" }),
    h("p", { class: "laying-note" }, "This page goes on by itself."), leave);
  showDialog(dialog, () => {});
  const last = { words: "", at: Date.now() };
  const look = async () => {
    const board = await ask("practice");
    if (board.round > round && !board.laying) return location.assign(me ? addressOf(me) : location.pathname);
    const words = board.ok === false ? AWAY : board.laying || AWAY;
    // A seed that still says how far it is takes its time; one that says nothing new may never come.
    if (words !== last.words) Object.assign(last, { words, at: Date.now() });
    const stuck = Date.now() - last.at > LONG_MS;
    leave.hidden = !stuck;
    const told = stuck ? LONG : words;
    if (said.textContent !== told) said.textContent = told;
    if (!dialog.isConnected) return null;
    return setTimeout(look, LOOK_MS);
  };
  setTimeout(look, LOOK_MS);
}
