// Whom to be: the cast on the start screen, and a switcher that is always at hand.

import { avatar, h, icon, sr } from "./dom.js";
import { openMenu } from "./menu.js";

/** The address that plays `userId`, so that two windows can be two people. */
export function addressOf(userId) {
  return `${location.pathname}?me=${encodeURIComponent(userId)}`;
}

/** Whether this page is the half of two that lies behind the other: nobody looks at it. */
export function isBehind() {
  return window.frameElement?.classList.contains("behind") ?? false;
}

/** The agency without its kind ("police:Lantern Harbor PD" names the kind for the bot). */
function agencyOf({ agency }) {
  return (agency || "").replace(/^[a-z_]+:/, "");
}

function about(person) {
  return [person.title, agencyOf(person)].filter(Boolean).join(" · ");
}

function tags(person) {
  return [person.deleted && "account closed", person.is_guest && "guest", person.is_stranger && "from elsewhere", person.dnd && "do not disturb"].filter(Boolean);
}

/** The start screen. `state` as /ui/state gives it; `trouble` a sentence shown above the cast. */
export function startScreen(state, trouble) {
  return h("main", { class: "start" },
    h("header", { class: "start-head" }, h("span", { class: "start-sign" }, icon("lantern")),
      h("h1", {}, "Whom will you be?"),
      h("p", {}, `${state.team.name}. Everybody here is invented; nothing leaves this computer. Open a second window to be a second person.`)),
    trouble ? h("p", { class: "trouble", role: "alert" }, trouble) : null,
    h("ul", { class: "cast" }, state.people.map((person) => h("li", {}, card(person)))));
}

function card(person) {
  return h("a", { class: "person", href: addressOf(person.id), "data-testid": `person-${person.id}` },
    avatar(person),
    h("span", { class: "person-words" }, h("strong", {}, person.name), h("span", {}, about(person)),
      tags(person).length ? h("span", { class: "tags" }, tags(person).map((words) => h("span", { class: "tag" }, words))) : null));
}

/** The button that names who one is and leads to everybody else; `dnd(on)` switches Do Not Disturb. */
export function switcher(state, dnd) {
  const { me } = state;
  const button = h("button", {
    type: "button", class: "switcher", "data-testid": "switcher", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(button, "Whom to be", choices()),
  }, avatar(me), sr("You are "), h("span", { class: "switcher-words" }, h("strong", {}, me.name), h("small", {}, me.title || agencyOf(me))), sr(". Be somebody else"),
  me.dnd ? h("span", { class: "dnd-sign", title: "Do Not Disturb is on" }, icon("moon")) : null);
  const choices = () => [
    { label: me.dnd ? "Turn Do Not Disturb off" : "Turn Do Not Disturb on", note: "Slack then holds this person’s notifications", lead: icon("moon"), testid: "dnd", act: () => dnd(!me.dnd) },
    ...state.people.map((person) => ({
      label: person.name, note: about(person), lead: avatar(person), checked: person.id === me.id, testid: `switch-${person.id}`,
      act: () => person.id !== me.id && location.assign(addressOf(person.id)),
    })),
    { label: "The whole cast", lead: icon("back"), testid: "cast", act: () => location.assign(location.pathname) },
  ];
  return button;
}
