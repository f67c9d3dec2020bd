// The side bar: Home, the bot's messages, channels, people; a drawer on the phone.

import { avatar, h, icon, reconcile } from "./dom.js";

/** Draw the places of `state` into `parent`; `here` is the place shown now; `go(place)` leads to another. */
export function drawNav(parent, state, here, go) {
  const bot = state.dms.filter((dm) => dm.with === state.bot.user_id);
  const people = state.dms.filter((dm) => dm.with !== state.bot.user_id);
  const groups = [
    [state.bot.name, [
      { id: "home", kind: "home", name: "Home", sign: icon("home"), unread: 0, testid: "nav-home" },
      ...bot.map((dm) => ({ id: dm.id, kind: "dm", name: "Messages", label: `Messages from ${state.bot.name}`, sign: icon("chat"), unread: dm.unread })),
    ]],
    ["Channels", state.channels.map((channel) => ({
      id: channel.id, kind: "channel", name: channel.name, sign: icon(channel.is_private ? "lock" : "hash"), unread: channel.unread,
    }))],
    ["Direct messages", people.map((dm) => ({
      id: dm.id, kind: "dm", name: dm.name, sign: avatar(state.people.find(({ id }) => id === dm.with)), unread: dm.unread,
    }))],
  ];
  reconcile(parent, groups.filter(([, places]) => places.length).map(([title, places]) => ({
    key: title,
    sig: JSON.stringify([here.id, places.map(({ id, name, unread }) => [id, name, unread])]),
    make: () => drawGroup(title, places, here, go),
  })));
}

function drawGroup(title, places, here, go) {
  return h("section", { "aria-label": title }, h("h2", {}, title), h("ul", {}, places.map((place) => h("li", {}, drawPlace(place, here, go)))));
}

function drawPlace(place, here, go) {
  const unread = place.unread > 0;
  const words = [place.label || place.name, unread ? `${place.unread} unread` : ""].filter(Boolean).join(", ");
  return h("button", {
    type: "button", class: unread ? "place has-unread" : "place", "data-testid": place.testid || `nav-${place.id}`,
    "aria-current": place.id === here.id ? "page" : null, "aria-label": words, onclick: () => go({ id: place.id, kind: place.kind }),
  }, place.sign, h("span", { class: "place-name" }, place.name), unread ? h("span", { class: "badge" }, String(place.unread)) : null);
}

/** How many messages wait unread in all places. */
export function unreadOf(state) {
  return [...state.channels, ...state.dms].reduce((sum, { unread }) => sum + (unread || 0), 0);
}
