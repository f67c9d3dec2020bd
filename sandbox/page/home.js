// The bot's Home of the person being played.

import { ask, wordsFor } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { Surface } from "./surface.js";

/** A pane that shows Home; `refresh()` fetches it anew. */
export class HomePane {
  constructor(world, botName) {
    this.world = world;
    this.botName = botName;
    this.round = 0;
    this.node = h("div", { class: "home", "data-testid": "home", tabindex: "0", role: "region", "aria-label": `Home of ${botName}` }, h("p", { class: "empty" }, "Opening Home…"));
  }

  async refresh() {
    this.round += 1;
    const { round } = this;
    const answer = await ask("home", { user: this.world.me });
    // Answers may overtake each other: only the newest question's counts, or an old "not yet" would stay.
    if (round !== this.round) return null;
    if (answer.ok === false) return this.say(wordsFor(answer));
    if (!answer.view) return this.say(`${this.botName} has not shown you a Home yet. It appears here as soon as it does.`);
    const sig = JSON.stringify([answer.view.id, answer.view.hash, answer.view.blocks]);
    if (sig === this.sig) return null;
    this.sig = sig;
    this.draw(answer.view);
    return null;
  }

  draw(view) {
    if (this.surface?.container.view_id !== view.id) {
      this.surface = new Surface({ container: { type: "view", view_id: view.id }, world: this.world, level: 2 });
    }
    this.surface.given = view.state?.values ?? {};
    const held = this.node.contains(document.activeElement) ? document.activeElement.closest("[data-action-id]") : null;
    const sheet = h("div", { class: "home-sheet" }, drawBlocks(view.blocks, this.surface));
    this.node.replaceChildren(sheet);
    if (!held) return;
    // The same button first: an item above it that came or went has moved it to another block.
    const now = [...sheet.querySelectorAll("[data-action-id]")];
    const again = now.find((node) => node.dataset.press === held.dataset.press)
      ?? now.find((node) => node.dataset.actionId === held.dataset.actionId && node.dataset.blockId === held.dataset.blockId);
    (again || this.node).focus();
  }

  say(words) {
    this.sig = null;
    this.node.replaceChildren(h("p", { class: "empty" }, words));
  }
}
