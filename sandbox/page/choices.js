// The fields one chooses in: menus, several of many, round and square boxes, people.

import { freshId, h } from "./dom.js";
import { plainWords, textNodes } from "./mrkdwn.js";

const LONG_LIST = 8;

/** Draw a choice field, or give null for a kind this page does not know. */
export function drawChoice(element, start, tools) {
  switch (element.type) {
    case "static_select":
      return menuOf(optionsOf(element), start.selected_option?.value, element, tools, (option) => ({ selected_option: option?.whole ?? null }));
    case "users_select":
      return menuOf(peopleOf(tools.world), start.selected_user, element, tools, (option) => ({ selected_user: option?.value ?? null }));
    case "conversations_select":
      return menuOf(roomsOf(tools.world), start.selected_conversation, element, tools, (option) => ({ selected_conversation: option?.value ?? null }));
    case "multi_static_select":
      return severalOf(optionsOf(element), values(start.selected_options), element, tools, (chosen) => ({ selected_options: wholes(chosen) }));
    case "multi_users_select":
      return severalOf(peopleOf(tools.world), start.selected_users || [], element, tools, (chosen) => ({ selected_users: chosen.map(({ value }) => value) }));
    case "checkboxes":
      return severalOf(optionsOf(element), values(start.selected_options), element, tools, (chosen) => ({ selected_options: wholes(chosen) }));
    case "radio_buttons":
      return oneOf(optionsOf(element), start.selected_option?.value, tools);
    default:
      return null;
  }
}

function values(options) {
  return (options || []).map(({ value }) => value);
}

function wholes(chosen) {
  return chosen.map(({ whole }) => whole);
}

function optionsOf(element) {
  const groups = element.option_groups || [{ label: null, options: element.options || [] }];
  return groups.flatMap(({ label, options }) => options.map((whole) => ({
    whole, value: whole.value, text: whole.text, note: whole.description, group: plainWords(label),
  })));
}

function peopleOf(world) {
  return world.people.filter(({ deleted }) => !deleted).map((person) => ({
    value: person.id, text: { type: "plain_text", text: [person.name, person.title].filter(Boolean).join(" — ") }, group: "",
  }));
}

function roomsOf(world) {
  return world.channels.map(({ id, name }) => ({ value: id, text: { type: "plain_text", text: `#${name}` }, group: "" }));
}

function menuOf(options, chosen, element, { names, changed }, answer) {
  const node = h("select", { ...names, class: "field" }, h("option", { value: "" }, plainWords(element.placeholder) || "Choose…"));
  const groups = new Map([["", node]]);
  for (const { value, text, note, group } of options) {
    if (!groups.has(group)) {
      groups.set(group, h("optgroup", { label: group }));
      node.append(groups.get(group));
    }
    const words = note ? `${plainWords(text)} (${plainWords(note)})` : plainWords(text);
    groups.get(group).append(h("option", { value }, words));
  }
  node.value = options.some(({ value }) => value === chosen) ? chosen : "";
  node.addEventListener("change", changed);
  return { node, read: () => answer(options.find(({ value }) => value === node.value)) };
}

function boxes(kind, options, chosen, { names, world, changed }) {
  const name = freshId("choice");
  const node = h("div", { ...names, class: "choices", role: kind === "radio" ? "radiogroup" : "group" });
  const rows = options.map((option) => {
    const input = h("input", { type: kind, name, "data-value": option.value, onchange: changed });
    input.checked = chosen.includes(option.value);
    const words = h("span", { class: "choice-words" }, h("span", {}, textNodes(option.text, world)), option.note ? h("small", {}, textNodes(option.note, world)) : null);
    return { option, input, row: h("label", { class: "choice" }, input, words) };
  });
  node.append(...rows.map(({ row }) => row));
  return { node, rows, chosen: () => rows.filter(({ input }) => input.checked).map(({ option }) => option) };
}

function oneOf(options, chosen, tools) {
  const { node, chosen: now } = boxes("radio", options, [chosen], tools);
  return { node, read: () => ({ selected_option: now()[0]?.whole ?? null }) };
}

function severalOf(options, chosen, element, tools, answer) {
  const drawn = boxes("checkbox", options, chosen, tools);
  const most = element.max_selected_items || Infinity;
  const bound = () => {
    const full = drawn.chosen().length >= most;
    for (const { input } of drawn.rows) input.disabled = full && !input.checked;
  };
  bound();
  drawn.node.addEventListener("change", bound);
  if (element.type !== "checkboxes" && options.length > LONG_LIST) drawn.node.prepend(sieve(drawn.rows));
  return { node: drawn.node, read: () => answer(drawn.chosen()) };
}

/** A box that narrows a long list while one types; what is chosen stays visible. */
function sieve(rows) {
  const box = h("input", { type: "search", class: "field sieve", placeholder: "Narrow this list", "aria-label": "Narrow this list" });
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = box.value.trim().toLowerCase();
    for (const { option, input, row } of rows) row.hidden = !input.checked && !plainWords(option.text).toLowerCase().includes(wanted);
  });
  return box;
}
