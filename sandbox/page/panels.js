// The right side of the screen: a thread or one tool of practice at a time, and the strips under the title.

import { h } from "./dom.js";
import { PANELS, STRIPS } from "./tools.js";

/** Opens, closes and feeds the panels; `desk` is the Workspace. */
export class Panels {
  constructor(desk, frame) {
    this.desk = desk;
    this.frame = frame;
    this.now = null;
    this.strips = [];
  }

  /** The tools as the side bar lists them. */
  tools() {
    return PANELS.map(({ id, name, sign }) => ({ id, name, sign, act: () => this.open(id) }));
  }

  tool(id) {
    const { desk, frame } = this;
    return {
      me: desk.me, zone: desk.world.zone, world: desk.world, close: () => this.close(), open: (other) => this.open(other),
      panelHead: (title, close) => frame.panelHead(title, close), toast: (words, more) => frame.toast(words, more), id,
    };
  }

  /** Set up the strips, each from its own file. */
  async dress(state) {
    for (const strip of STRIPS) {
      const made = await strip.make(this.tool(strip.id));
      this.strips.push(made);
      this.frame.strips.append(made.node);
      made.state?.(state);
    }
  }

  /** Open a tool's panel, or close it when it is open. */
  async open(id) {
    if (this.now?.id === id) return this.close();
    const { make } = PANELS.find((panel) => panel.id === id);
    const made = await make(this.tool(id));
    this.desk.thread = null;
    this.frame.drawer(false);
    this.now = { id, ...made };
    this.frame.panel(made.node, id);
    return made.load?.();
  }

  /** Show a node of the workspace's own, a thread, instead of a tool. */
  show(panel) {
    this.now = panel;
    this.frame.panel(panel.node);
  }

  close() {
    if (!this.now) return;
    this.now = null;
    this.frame.panel(null);
  }

  heard(event) {
    this.now?.heard?.(event);
    for (const strip of this.strips) strip.heard?.(event);
  }

  state(state) {
    for (const strip of this.strips) strip.state?.(state);
  }

  again() {
    this.now?.again?.();
  }
}

/** A thread as a panel. */
export function threadPanel(head, list, composer) {
  return h("aside", { class: "panel thread", "data-testid": "thread", "aria-label": "Thread" }, head, list, composer);
}
