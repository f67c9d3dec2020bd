// The side bar: Home, the bot's messages, channels, people, the tools of practice; a drawer on the phone.

import { avatar, h, icon, reconcile, sr } from "./dom.js";

/** Draw the places of `state` into `parent`; `here` is the place shown now; `go(place)` leads to another. */
export function drawNav(parent, state, here, go, tools = []) {
  const held = parent.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  const groups = groupsOf(state).filter(([, places]) => places.length);
  const items = groups.map(([title, places]) => ({
    key: title,
    sig: JSON.stringify([here.id, places.map(({ id, name, unread }) => [id, name, unread])]),
    make: () => drawGroup(title, places.map((place) => drawPlace(place, here, go))),
  }));
  if (tools.length) items.push({ key: "Practice", sig: "", make: () => drawGroup("Practice", tools.map(drawTool)) });
  reconcile(parent, items);
  if (held && !parent.contains(document.activeElement)) parent.querySelector(`[data-testid="${CSS.escape(held)}"]`)?.focus();
}

/** The places of a person in the order of the side bar. */
export function placesOf(state) {
  return groupsOf(state).flatMap(([, places]) => places);
}

function groupsOf(state) {
  const bot = state.dms.filter((dm) => dm.with === state.bot.user_id);
  const people = state.dms.filter((dm) => dm.with !== state.bot.user_id);
  return [
    [state.bot.name, [
      { id: "home", kind: "home", name: "Home", sign: () => icon("home"), unread: 0, testid: "nav-home" },
      ...bot.map((dm) => ({ id: dm.id, kind: "dm", name: "Messages", of: ` from ${state.bot.name}`, label: `Messages from ${state.bot.name}`, sign: () => icon("chat"), unread: dm.unread })),
    ]],
    ["Channels", state.channels.map((channel) => ({
      id: channel.id, kind: "channel", name: channel.name, sign: () => icon(channel.is_private ? "lock" : "hash"), unread: channel.unread,
    }))],
    ["Direct messages", people.map((dm) => ({
      id: dm.id, kind: "dm", name: dm.name, sign: () => avatar(state.people.find(({ id }) => id === dm.with)), unread: dm.unread,
    }))],
  ];
}

function drawGroup(title, rows) {
  return h("section", { "aria-label": title }, h("h2", {}, title), h("ul", {}, rows.map((row) => h("li", {}, row))));
}

function drawPlace(place, here, go) {
  const unread = place.unread > 0;
  return h("button", {
    type: "button", class: unread ? "place has-unread" : "place", "data-testid": place.testid || `nav-${place.id}`,
    "aria-current": place.id === here.id ? "page" : null, onclick: () => go({ id: place.id, kind: place.kind }),
  }, place.sign(), h("span", { class: "place-name" }, place.name, place.of ? sr(place.of) : null),
  unread ? h("span", { class: "badge" }, String(place.unread), sr(" unread")) : null);
}

function drawTool({ id, name, sign, keys, act }) {
  return h("button", { type: "button", class: "place tool", "data-testid": `tool-${id}`, onclick: act },
    icon(sign), h("span", { class: "place-name" }, name), keys ? h("kbd", {}, keys) : null);
}

/** Up and down walk the side bar, Home and End go to its ends. */
export function walkNav(event) {
  const stops = [...event.currentTarget.querySelectorAll("button")];
  const here = stops.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: stops.length - 1 };
  if (here < 0 || event.altKey || !(event.key in steps)) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(steps[event.key], stops.length - 1))].focus();
}

/** How many messages wait unread in all places. */
export function unreadOf(state) {
  return [...state.channels, ...state.dms].reduce((sum, { unread }) => sum + (unread || 0), 0);
}
