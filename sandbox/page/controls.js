// The fields of a form: text, numbers, addresses, dates and times. Choices stand in choices.js.

import { drawChoice } from "./choices.js";
import { h } from "./dom.js";
import { plainWords } from "./mrkdwn.js";
import { epoch, wall } from "./time.js";

const TEXT = { email_text_input: "email", url_text_input: "url", number_input: "text" };
const MOMENTS = {
  datepicker: ["date", "selected_date"],
  timepicker: ["time", "selected_time"],
  datetimepicker: ["datetime-local", "selected_date_time"],
};
const INITIAL = {
  static_select: ["selected_option", "initial_option", null],
  radio_buttons: ["selected_option", "initial_option", null],
  users_select: ["selected_user", "initial_user", null],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_static_select: ["selected_options", "initial_options", []],
  checkboxes: ["selected_options", "initial_options", []],
  multi_users_select: ["selected_users", "initial_users", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
};

/** The value object an element starts with, in the shape of Slack's state values. */
export function initialValue(element) {
  const [key, source, empty] = INITIAL[element.type] || ["value", "initial_value", null];
  return { [key]: element[source] ?? empty };
}

/**
 * Draw one field. `start` is a value object; `names` carries the aria attributes of its label and hints;
 * `changed()` is called when its value changes, `entered()` on Enter in a single line.
 * Gives {node, read, after?}: `read()` the value object, `after` a counter to show below.
 */
export function drawControl(element, start, { names, world, changed, entered }) {
  if (element.type === "plain_text_input") return textControl(element, start, { names, changed, entered });
  if (element.type in TEXT) return textControl(element, start, { names, changed, entered, kind: TEXT[element.type] });
  if (element.type in MOMENTS) return momentControl(element, start, { names, world, changed });
  return drawChoice(element, start, { names, world, changed });
}

function textControl(element, start, { names, changed, entered, kind = "text" }) {
  const props = { ...names, class: "field", placeholder: plainWords(element.placeholder) || null, autocomplete: "off" };
  if (element.type === "number_input") props.inputmode = element.is_decimal_allowed ? "decimal" : "numeric";
  const node = element.multiline ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: kind });
  node.value = start.value ?? "";
  const counter = element.max_length || element.min_length ? h("span", { class: "counter" }) : null;
  const count = () => {
    if (!counter) return;
    const { length } = node.value;
    counter.textContent = element.max_length ? `${length} of ${element.max_length}` : `${length}, at least ${element.min_length}`;
    counter.classList.toggle("over", length > (element.max_length ?? Infinity));
  };
  count();
  node.addEventListener("input", () => {
    count();
    changed();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !element.multiline && !event.isComposing) entered?.();
  });
  return { node, after: counter, read: () => ({ value: node.value === "" ? null : node.value }) };
}

function momentControl(element, start, { names, world, changed }) {
  const [kind, key] = MOMENTS[element.type];
  const node = h("input", { ...names, class: "field", type: kind });
  const given = start[key];
  const whole = kind === "datetime-local";
  node.value = whole && given ? wall(given, world.zone) : given ?? "";
  node.addEventListener("change", changed);
  return { node, read: () => ({ [key]: node.value ? (whole ? epoch(node.value, world.zone) : node.value) : null }) };
}
