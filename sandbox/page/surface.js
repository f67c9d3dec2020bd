// A surface is one message, modal or Home: it holds what was typed there and carries clicks to the server.

import { tell, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { initialValue } from "./controls.js";
import { askToConfirm } from "./dialogs.js";

const SLOW_MS = 1200;
const READ_MS = 8000; // so long a sentence about a press stands, though the bot draws its place anew

/** Everything interactive of one container ({"type":"message",...} or {"type":"view",...}). */
export class Surface {
  /** `world` names people and knows me; `given` is the view's state values as the server last had them; `level` of headers. */
  constructor({ container, world, given = {}, level = 3 }) {
    this.container = container;
    this.level = level;
    this.world = world;
    this.given = given;
    this.typed = new Map();
    this.fields = new Map();
    this.drawn = [];
    this.awaited = new Map();
    this.refused = new Map();
  }

  /** Forget the fields drawn so far; what was typed stays. */
  redraw() {
    this.fields.clear();
    this.drawn = [];
  }

  /** Take a drawn block in: what was pressed still waits, or has just been refused, though it was drawn anew meanwhile. */
  stand(node) {
    this.drawn.push(node);
    for (const [press, words] of this.refused) dress([node], press, false, words);
    for (const [press, words] of this.awaited) dress([node], press, true, words);
  }

  /** The value a control starts with: typed here, else known to the server, else the block's own initial. */
  startOf(blockId, element) {
    return this.typed.get(keyOf(blockId, element.action_id))
      ?? this.given?.[blockId]?.[element.action_id]
      ?? initialValue(element);
  }

  /** Take a drawn control into the surface's state. */
  register(block, element, control) {
    this.fields.set(keyOf(block.block_id, element.action_id), { block, element, ...control });
  }

  /** Remember what stands in a control now. */
  keep(block, element) {
    const key = keyOf(block.block_id, element.action_id);
    const field = this.fields.get(key);
    if (field) this.typed.set(key, field.read());
  }

  /** {block_id: {action_id: {type, ...}}} of every field, as Slack's view.state.values. */
  values() {
    const all = {};
    for (const { block, element, read } of this.fields.values()) {
      (all[block.block_id] ??= {})[element.action_id] = { type: element.type, ...read() };
    }
    return all;
  }

  /** Ask to confirm where the block wants it, then deliver the click or choice; says at the block what did not work. */
  async act(block, element, selection) {
    const press = pressOf(block, element);
    if (this.awaited.has(press)) return;
    if (element.confirm && !(await askToConfirm(element.confirm, this.world))) return;
    const waits = (words) => {
      this.awaited.set(press, words);
      dress(this.drawn, press, true, words);
    };
    this.refused.delete(press);
    waits("");
    const slow = setTimeout(() => waits("Waiting for LEAD…"), SLOW_MS);
    const answer = await tell("action", {
      user: this.world.me,
      container: this.container,
      block_id: block.block_id,
      action_id: element.action_id,
      element: { type: element.type, ...selection },
      state: { values: this.values() },
    });
    clearTimeout(slow);
    this.awaited.delete(press);
    const amiss = answer.ok === false ? wordsFor(answer) : "";
    dress(this.drawn, press, false, amiss);
    if (!amiss) return;
    this.refused.set(press, amiss);
    setTimeout(() => this.refused.get(press) === amiss && this.refused.delete(press), READ_MS);
  }
}

/** What is pressed, by name: a button with a value is itself wherever the bot draws it next. */
export function pressOf(block, { action_id: action, value }) {
  return JSON.stringify(value === undefined ? [block.block_id, action] : [action, value]);
}

/** Show at the pressed element, where it stands in these blocks, that its answer is awaited, and `words`. */
function dress(blocks, press, busy, words) {
  const pressed = blocks.flatMap((block) => [...block.querySelectorAll("[data-press]")]).filter((node) => node.dataset.press === press);
  for (const node of pressed) {
    if (busy) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
    note(node, words);
  }
}

function keyOf(blockId, actionId) {
  return `${blockId}\n${actionId}`;
}

function note(node, words) {
  const block = node.closest(".block");
  if (!block) return;
  let line = block.querySelector(":scope > .said");
  if (!line && !words) return;
  if (!line) block.append((line = h("p", { class: "said", role: "status" })));
  line.textContent = words;
  line.hidden = !words;
}
