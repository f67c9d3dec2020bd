// The stack of open modals: the top one is shown, what was typed stays through errors and updates.

import { ask, tell, wordsFor } from "./api.js";
import { drawBlocks, sayAtField } from "./blocks.js";
import { lookOver } from "./checks.js";
import { reachable, showDialog } from "./dialogs.js";
import { h, iconButton } from "./dom.js";
import { HalfTyped } from "./half_typed.js";
import { plainWords } from "./mrkdwn.js";
import { Surface } from "./surface.js";

const SLOW_MS = 1500;

/** Shows the modals of one person; `refresh()` after every push that views changed. */
export class Modals {
  constructor(world, say = () => {}) {
    this.world = world;
    this.tellGone = say;
    this.surfaces = new Map();
    this.errors = new Map();
    this.halfTyped = new HalfTyped();
    this.shown = null;
    this.round = 0;
  }

  /** Fetch the stack and bring the screen in line with it; whoever waits for a look that was overtaken waits for the newest. */
  refresh() {
    this.round += 1;
    this.newest = this.look(this.round);
    return this.newest;
  }

  async look(round) {
    const answer = await ask("views", { user: this.world.me });
    if (round !== this.round) return void (await this.newest);
    if (!Array.isArray(answer.stack)) return;
    this.depth = answer.stack.length;
    const gone = [...this.surfaces.keys()].filter((id) => !answer.stack.some((view) => view.id === id));
    this.mourn(gone);
    for (const id of gone) this.forget(id);
    if (gone.length) this.halfTyped.keep(this.surfaces);
    const top = answer.stack.at(-1);
    if (!top) this.hide();
    else if (this.shown?.sig !== signature(top, this.depth)) this.show(top);
  }

  /** A form that held words and went without being sent or closed here. */
  mourn(gone) {
    const busy = this.closing || [...this.surfaces.values()].some(({ sending }) => sending);
    if (!busy && gone.some((id) => this.surfaces.get(id).typed.size)) this.tellGone("The form you were writing in was closed or sent from another window. The words typed here are gone.");
  }

  forget(id) {
    this.surfaces.delete(id);
    this.errors.delete(id);
  }

  hide() {
    this.shown = null;
    this.dialog?.close();
    this.dialog = null;
  }

  show(view) {
    if (!this.dialog) this.build();
    const same = this.shown?.view.id === view.id;
    const focus = same ? this.whereFocusIs() : null;
    const scroll = same ? this.body.scrollTop : 0;
    if (focus) focus.reading = !this.body.querySelector(".block-input");
    const news = same && aboveFields(view) !== aboveFields(this.shown.view);
    const surface = this.surfaceOf(view);
    this.shown = { view, surface, sig: signature(view, this.depth) };
    this.dialog.dataset.viewId = view.id;
    this.dialog.dataset.callbackId = view.callback_id || "";
    this.title.textContent = plainWords(view.title);
    this.body.replaceChildren(...drawBlocks(view.blocks, surface));
    this.wireErrors(view);
    this.dress(view);
    this.body.scrollTop = scroll;
    this.settleFocus(focus);
    if (news) this.body.scrollTop = 0; // what is said anew above a form is read first
  }

  surfaceOf(view) {
    let surface = this.surfaces.get(view.id);
    if (!surface) {
      surface = new Surface({ container: { type: "view", view_id: view.id }, world: this.world });
      surface.typed = this.halfTyped.of(view.id);
      this.surfaces.set(view.id, surface);
    }
    surface.given = view.state?.values ?? {};
    return surface;
  }

  build() {
    this.title = h("h2", { id: "modal-title", tabindex: "-1" });
    this.body = h("div", { class: "modal-body" });
    this.note = h("p", { class: "modal-note", role: "alert", hidden: true });
    this.leave = h("button", { type: "button", class: "button", "data-testid": "modal-close", onclick: () => this.close(false) });
    this.go = h("button", { type: "button", class: "button primary", "data-testid": "modal-submit", onclick: () => this.submit() });
    this.cross = iconButton("close", "Close", { "data-testid": "modal-x", onclick: () => this.close(this.depth > 1) });
    this.dialog = h("dialog", { class: "modal", "data-testid": "modal", "aria-labelledby": "modal-title" },
      h("div", { class: "modal-head" }, this.title, this.cross),
      h("p", { class: "line-note" }, "The line to the practice workspace is down. Trying again…"),
      this.body, h("div", { class: "modal-foot" }, this.note, this.leave, this.go));
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !this.go.hidden) this.submit();
    });
    for (const kind of ["input", "change"]) this.body.addEventListener(kind, () => this.changed());
    showDialog(this.dialog, () => this.close(false));
  }

  /** Something was typed or chosen: it is kept, and what this page itself missed and now has is missed no longer. */
  changed() {
    if (!this.shown) return; // the field was left because its form has gone
    this.halfTyped.keep(this.surfaces);
    const { view, surface } = this.shown;
    const said = this.errors.get(view.id);
    if (!said || !surface.missed) return;
    const amiss = lookOver(surface);
    for (const block of Object.keys(said)) if (!amiss[block]) {
      delete said[block];
      sayAtField(this.body, block, "");
    }
  }

  dress(view) {
    this.leave.textContent = plainWords(view.close) || (view.submit ? "Cancel" : "Close");
    this.go.textContent = plainWords(view.submit) || "Submit";
    const asks = (view.blocks || []).some(({ type }) => type === "input");
    this.go.hidden = !view.submit && !asks;
    this.sending(this.surfaceOf(view).sending === true);
    this.say("");
  }

  sending(on) {
    this.go.disabled = on;
    this.go.setAttribute("aria-busy", String(on));
    this.dialog?.classList.toggle("is-sending", on); // it may have gone with what was sent
  }

  say(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
  }

  async submit() {
    const { view, surface } = this.shown;
    if (surface.sending) return;
    this.say("");
    const amiss = lookOver(surface);
    surface.missed = Object.keys(amiss).length > 0; // what the bot says of a field stands until it has looked again
    if (surface.missed) return this.tellErrors(view.id, amiss);
    surface.sending = true;
    this.sending(true);
    const slow = setTimeout(() => this.stillOn(view) && this.say("Still waiting for LEAD’s answer…"), SLOW_MS);
    const answer = await tell("submit", { user: this.world.me, view_id: view.id, values: surface.values() });
    clearTimeout(slow);
    this.errors.delete(view.id);
    await this.refresh();
    surface.sending = false;
    this.sending(this.shown?.surface.sending === true);
    if (this.stillOn(view)) this.afterSubmit(view, answer);
  }

  afterSubmit(view, answer) {
    this.sending(false);
    this.say(answer.ok === false && !answer.errors ? `${wordsFor(answer)} What you typed is still here.` : "");
    this.tellErrors(view.id, answer.errors || {});
  }

  stillOn(view) {
    return this.shown?.view.id === view.id;
  }

  /** Put the sentences at their fields, and the cursor into the first of them. */
  tellErrors(viewId, errors) {
    this.errors.set(viewId, errors);
    for (const line of this.body.querySelectorAll("[data-error-for]")) sayAtField(this.body, line.dataset.errorFor, errors[line.dataset.errorFor] || "");
    const homeless = Object.entries(errors).filter(([block]) => !this.body.querySelector(`[data-error-for="${CSS.escape(block)}"]`));
    if (homeless.length) this.say(homeless.map(([, words]) => words).join(" "));
    const field = this.body.querySelector("[aria-invalid]");
    if (!field) return;
    focusField(field);
    // On a phone the sentence below the field would lie under the buttons.
    this.body.querySelector("[data-error-for]:not([hidden])")?.scrollIntoView({ block: "nearest" });
  }

  wireErrors(view) {
    for (const [block, words] of Object.entries(this.errors.get(view.id) || {})) sayAtField(this.body, block, words);
  }

  async close(all) {
    const { view } = this.shown ?? {};
    if (!view) return;
    this.closing = true;
    const answer = await tell("close", { user: this.world.me, view_id: view.id, clear: all });
    if (answer.ok === false && this.stillOn(view)) this.say(wordsFor(answer));
    await this.refresh();
    this.closing = false;
  }

  whereFocusIs() {
    const node = document.activeElement;
    if (!this.dialog.contains(node)) return null;
    const place = { node, block: node.dataset.blockId, action: node.dataset.actionId, value: node.dataset.value };
    const group = node.closest("[data-action-id]") || node.closest(".pick")?.querySelector("[data-action-id]");
    if (group) Object.assign(place, { block: group.dataset.blockId, action: group.dataset.actionId });
    if ("selectionStart" in node) Object.assign(place, { from: node.selectionStart, to: node.selectionEnd });
    return place;
  }

  settleFocus(place) {
    const first = this.body.querySelector(".block-input [data-action-id]");
    // Left at the button below while there was nothing else: what came is read from its top.
    const parked = this.parked && place?.node === this.leave && reachable(this.body)[0];
    this.parked = false;
    if (place && this.dialog.contains(place.node) && !(place.reading && first) && !parked) return;
    const found = place?.action && [...this.body.querySelectorAll("[data-action-id]")]
      .find((node) => node.dataset.actionId === place.action && node.dataset.blockId === place.block);
    if (found) return putBack(found, place);
    this.parked = !first && this.go.hidden && !reachable(this.body)[0];
    if (first) focusField(first);
    else (this.parked ? this.leave : this.title).focus();
  }
}

function putBack(field, { value, from, to }) {
  const part = value === undefined ? null : [...field.querySelectorAll("[data-value]")].find((node) => node.dataset.value === value);
  focusField(part || field);
  if (Number.isInteger(from) && "setSelectionRange" in field) field.setSelectionRange(from, to);
}

/** Focus a field, or the first box of a group of choices. */
function focusField(field) {
  const target = field.matches("input, select, textarea, button, a") ? field : field.querySelector("input:checked, input, select");
  target?.focus();
}

function aboveFields({ blocks }) {
  const first = blocks.findIndex(({ type }) => type === "input");
  return first > 0 ? JSON.stringify(blocks.slice(0, first)) : "";
}

function signature(view, depth) {
  return `${depth} ${view.id} ${view.hash} ${JSON.stringify([view.title, view.submit, view.close, view.blocks])}`;
}
