// The frame around everything: top bar, side bar or drawer, right panel, banners and small notes.

import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { walkNav } from "./nav.js";
import { switcher } from "./people.js";

const TOAST_MS = 7000;
const WIDE = matchMedia("(min-width: 800px)");

/** Build the frame into `root`. `acts`: {dnd(on), shortcut(callback_id), tool(id)}. */
export class Frame {
  constructor(root, acts) {
    this.acts = acts;
    this.nav = h("div", { class: "places", onkeydown: walkNav });
    this.team = h("strong", { class: "team" });
    this.side = h("nav", { class: "side", id: "side", "aria-label": "Places" }, h("div", { class: "side-head" }, icon("lantern"), this.team), this.nav);
    this.title = h("h1", { tabindex: "-1" });
    this.topic = h("p", { class: "topic" });
    this.menu = iconButton("menu", "Places", { class: "icon-button menu-button", "data-testid": "menu", "aria-controls": "side", "aria-expanded": "false", onclick: () => this.drawer(true) });
    this.shortcuts = iconButton("plus", "Shortcuts", { "data-testid": "shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.offerShortcuts() });
    this.eye = h("button", { type: "button", class: "eye", "data-testid": "calls-open", "aria-pressed": "false", "aria-label": "What Slack sees", onclick: () => this.acts.tool("calls") }, icon("eye"), h("span", {}, "What Slack sees"));
    this.who = h("div", { class: "who" });
    this.away = h("p", { class: "banner", role: "status", "data-testid": "bot-away", hidden: true });
    this.lost = h("p", { class: "banner", role: "status", "data-testid": "line-lost", hidden: true }, "The line to the practice workspace is down. Trying again…");
    this.strips = h("div", { class: "strips" });
    this.pane = h("div", { class: "pane" });
    this.main = h("main", { class: "main", id: "main" },
      h("header", { class: "top" }, this.menu, h("div", { class: "top-words" }, this.title, this.topic), this.shortcuts, this.eye, this.who),
      this.strips, this.lost, this.away, this.pane);
    this.scrim = h("div", { class: "scrim", hidden: true, onclick: () => this.drawer(false) });
    this.toasts = h("div", { class: "toasts", role: "status", popover: "manual", "data-testid": "toasts" });
    this.shell = h("div", { class: "shell" }, h("a", { class: "skip", href: "#main" }, "Go to the messages"), this.side, this.scrim, this.main);
    root.replaceChildren(this.shell, this.toasts);
    this.aside = null;
    addEventListener("keydown", (event) => this.escape(event));
    WIDE.addEventListener("change", () => this.drawer(false));
    WIDE.addEventListener("change", () => this.still());
    this.drawer(false);
  }

  /** Bring names, unread marks, the switcher and the banners in line with the state. */
  show(state, { title, topic, unread }) {
    this.state = state;
    this.team.textContent = state.team.name;
    this.title.textContent = title;
    this.topic.textContent = topic;
    document.title = `${unread ? `(${unread}) ` : ""}${title} · ${state.me.name}`;
    this.menu.classList.toggle("has-unread", unread > 0);
    this.menu.setAttribute("aria-label", unread ? `Places, ${unread} unread` : "Places");
    this.shortcuts.hidden = !state.global_shortcuts?.length;
    const sig = JSON.stringify([state.me, state.people]);
    if (sig !== this.whoSig) this.who.replaceChildren(switcher(state, this.acts.dnd));
    this.whoSig = sig;
    const words = state.connected ? "" : `${state.bot.name} is not connected. Commands and buttons will not be answered until it is.`;
    if (this.away.textContent !== words) this.away.textContent = words;
    this.away.hidden = state.connected;
  }

  /** Fill the middle with a pane and, below it, a message box. */
  fill(...nodes) {
    this.pane.replaceChildren(...nodes);
  }

  /** After going to a place: close the drawer and put the focus at its title. */
  arrived() {
    const fromDrawer = this.isOpen;
    this.drawer(false);
    if (fromDrawer) this.title.focus();
  }

  drawer(open) {
    this.isOpen = open && !WIDE.matches;
    this.side.classList.toggle("open", this.isOpen);
    this.still();
    this.scrim.hidden = !this.isOpen;
    const had = this.menu.getAttribute("aria-expanded") === "true";
    this.menu.setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) (this.side.querySelector("[aria-current]") || this.side.querySelector("button"))?.focus();
    else if (had && !WIDE.matches) this.menu.focus();
  }

  /** Whether a panel lies over everything, as on a phone. */
  get covered() {
    return !WIDE.matches && Boolean(this.aside);
  }

  /** What lies behind the drawer, or on a phone behind a panel, is out of reach. */
  still() {
    this.side.inert = !WIDE.matches && !this.isOpen;
    this.main.inert = this.isOpen || this.covered;
  }

  /** Put a panel at the right (over everything on the phone), or take it away; focus goes in and back. */
  panel(node, tool = "") {
    if (node && !this.aside) this.opener = document.activeElement;
    this.aside?.remove();
    this.aside = node;
    this.shell.classList.toggle("with-panel", Boolean(node));
    this.eye.setAttribute("aria-pressed", String(tool === "calls"));
    this.still();
    if (node) {
      this.shell.append(node);
      return node.querySelector("h2")?.focus();
    }
    const back = this.opener?.isConnected && this.opener !== document.body && !this.opener.closest("[inert]") ? this.opener : this.title;
    this.opener = null;
    return back.focus({ preventScroll: true });
  }

  /** The parts of the screen, in order, each with what takes the focus there. */
  regions() {
    const parts = [
      this.side.inert ? null : this.side.querySelector("[aria-current]"),
      this.pane.querySelector(".messages, .home"),
      this.pane.querySelector(".composer textarea"),
      this.aside?.querySelector("h2"),
    ];
    return parts.filter((part) => part?.checkVisibility());
  }

  /** Go to the next part of the screen, or the one before. */
  region(by) {
    const parts = this.regions();
    const held = (part) => (part.closest(".side, .composer, .panel, .messages, .home") ?? part).contains(document.activeElement);
    const here = parts.findIndex(held);
    parts[(Math.max(here, by < 0 ? 0 : -1) + by + parts.length) % parts.length]?.focus();
  }

  escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (this.isOpen) this.drawer(false);
    else if (this.aside) this.leavePanel();
  }

  panelHead(title, close) {
    return h("div", { class: "panel-head" }, h("h2", { tabindex: "-1" }, title), iconButton("close", "Close this panel", { "data-testid": "panel-close", onclick: close }));
  }

  leavePanel() {
    this.aside.querySelector(".panel-head .icon-button").click();
  }

  offerShortcuts() {
    openMenu(this.shortcuts, "Shortcuts", this.state.global_shortcuts.map(({ callback_id: id, name }) => ({
      label: name, testid: `shortcut-${id}`, act: () => this.acts.shortcut(id),
    })));
  }

  /** The live line is up or down; the very first moments are not worth a word. */
  line(up, again) {
    clearTimeout(this.lateWord);
    document.body.dataset.line = up ? "up" : "down";
    if (up) this.lost.hidden = true;
    else this.lateWord = setTimeout(() => { this.lost.hidden = false; }, again ? 0 : 1500);
  }

  /** The notes of this kind are out of date. */
  hush(key) {
    for (const note of [...this.toasts.children]) if (note.dataset.key === key) note.querySelector(".icon-button").click();
  }

  /** A small note; `keep` until closed, `door` a way to what it is about, `key` replaces one of the same kind. */
  toast(words, { keep = false, door = null, key = words } = {}) {
    [...this.toasts.children].find((note) => note.dataset.key === key)?.remove();
    const done = () => {
      note.remove();
      if (!this.toasts.children.length) this.toasts.hidePopover();
    };
    const note = h("div", { class: keep ? "toast wrong" : "toast", "data-testid": "toast", "data-key": key }, h("span", {}, words),
      door ? h("button", { type: "button", class: "button", onclick: () => { done(); door(); } }, "Show") : null,
      iconButton("close", "Close this note", { onclick: done }));
    if (this.toasts.matches(":popover-open")) this.toasts.hidePopover();
    this.toasts.append(note);
    this.toasts.showPopover();
    if (!keep) setTimeout(() => note.isConnected && done(), TOAST_MS);
  }
}
