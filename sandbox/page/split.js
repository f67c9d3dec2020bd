// Two people at once: two halves on a desk, one of them in front on a phone, each a whole page of its own.

import { ask } from "./api.js";
import { h, iconButton, sr } from "./dom.js";
import { keepLine } from "./live.js";
import { oneAtATime } from "./fetching.js";
import { addressOf } from "./people.js";

const MOST_COUNTED = 99;
const REST_MS = 400;
const NARROW = matchMedia("(max-width: 799px)");

/** The address that plays two people side by side. */
export function addressOfTwo(one, other) {
  return `${location.pathname}?me=${encodeURIComponent(one)}&beside=${encodeURIComponent(other)}`;
}

/** Whether this page is one of the halves. */
export function inHalf() {
  return window.parent !== window;
}

/** Both halves with a tab for each; `state` names the cast, `users` are the two. */
export class Split {
  constructor(root, state, users) {
    this.state = state;
    this.halves = users.map((user, index) => this.half(user, index));
    this.tabs = h("div", { class: "split-tabs", role: "group", "aria-label": "Two people" }, this.halves.map(({ tab }) => tab),
      iconButton("close", "Be one person again", { "data-testid": "split-close", onclick: () => location.assign(addressOf(this.front().user)) }));
    root.replaceChildren(h("main", { class: "split", "data-testid": "split-view" }, this.tabs, h("div", { class: "split-halves" }, this.halves.map(({ frame }) => frame))));
    this.refresh = oneAtATime(() => this.count());
    this.toFront(0);
    NARROW.addEventListener("change", () => this.layer());
    keepLine("", { heard: (event) => event.type === "waiting" && this.refresh(), line: (up) => up && this.refresh() });
  }

  half(user, index) {
    const half = { user, name: "", frame: null, tab: null };
    half.frame = h("iframe", { class: "half", src: addressOf(user), title: this.nameOf(user), "data-testid": `half-${index}`, onload: () => this.follow(half) });
    half.tab = h("button", { type: "button", class: "split-tab", "data-testid": `split-tab-${index}`, onclick: () => this.toFront(index) });
    return half;
  }

  nameOf(user) {
    return this.state.people.find(({ id }) => id === user)?.name ?? "Somebody";
  }

  front() {
    return this.halves[this.inFront];
  }

  /** On a phone the other half waits behind; on a desk both are seen and this one takes the keys. */
  toFront(index) {
    this.inFront = index;
    this.layer();
    this.halves[index].frame.focus();
    this.draw();
  }

  layer() {
    for (const [number, { frame, tab }] of this.halves.entries()) {
      const was = frame.classList.contains("behind");
      const behind = NARROW.matches && number !== this.inFront;
      frame.classList.toggle("behind", behind);
      tab.setAttribute("aria-pressed", String(number === this.inFront));
      // What came while it lay behind is read now.
      if (was && !behind) frame.contentWindow.dispatchEvent(new Event("visibilitychange"));
    }
  }

  /** A half may have become somebody else. */
  follow(half) {
    half.user = new URLSearchParams(half.frame.contentWindow.location.search).get("me") ?? "";
    half.frame.title = this.nameOf(half.user);
    half.frame.contentWindow.addEventListener("focus", () => this.mark(half));
    const users = this.halves.map(({ user }) => user);
    if (users.every(Boolean)) history.replaceState(null, "", addressOfTwo(...users));
    this.draw();
  }

  mark(half) {
    const index = this.halves.indexOf(half);
    if (index === this.inFront) return;
    this.inFront = index;
    this.layer();
  }

  async count() {
    const { waiting } = await ask("waiting");
    if (!waiting) return;
    this.waiting = waiting;
    this.draw();
    await new Promise((rest) => { setTimeout(rest, REST_MS); });
  }

  draw() {
    for (const { user, tab } of this.halves) {
      const count = this.waiting?.[user] ?? 0;
      const waits = count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
      const sig = `${user} ${waits}`;
      if (tab.dataset.sig === sig) continue;
      tab.dataset.sig = sig;
      tab.replaceChildren(h("span", { class: "split-name" }, user ? this.nameOf(user) : "Whom will you be?"), ...(count ? [h("span", { class: "badge" }, waits, sr(" unread"))] : []));
    }
  }
}
