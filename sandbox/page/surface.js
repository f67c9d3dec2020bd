// A surface is one message, modal or Home: it holds what was typed there and carries clicks to the server.

import { tell, wordsFor } from "./api.js";
import { h } from "./dom.js";
import { initialValue } from "./controls.js";
import { askToConfirm } from "./dialogs.js";

const SLOW_MS = 1200;

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
  }

  /** Forget the fields drawn so far; what was typed stays. */
  redraw() {
    this.fields.clear();
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
  async act(block, element, selection, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    if (element.confirm && !(await askToConfirm(element.confirm, this.world))) return;
    node.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => note(node, "Waiting for LEAD…"), SLOW_MS);
    const answer = await tell("action", {
      user: this.world.me,
      container: this.container,
      block_id: block.block_id,
      action_id: element.action_id,
      element: { type: element.type, ...selection },
      state: { values: this.values() },
    });
    clearTimeout(slow);
    node.removeAttribute("aria-busy");
    note(node, answer.ok === false ? wordsFor(answer) : "");
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
