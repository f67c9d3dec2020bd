// What one presses: buttons, buttons that lead elsewhere, and overflow menus.

import { followable, h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { plainWords } from "./mrkdwn.js";
import { pressOf } from "./surface.js";

/** Draw a button or overflow element of `block`, or null for another kind. */
export function drawButton(block, element, surface) {
  if (element.type === "button") return pressable(block, element, surface);
  return element.type === "overflow" ? overflow(block, element, surface) : null;
}

function marks(block, element) {
  return { "data-action-id": element.action_id, "data-block-id": block.block_id, "data-press": pressOf(block, element) };
}

function pressable(block, element, surface) {
  const props = {
    ...marks(block, element),
    class: ["button", element.style].filter(Boolean).join(" "),
    "aria-label": element.accessibility_label,
    onclick: () => surface.act(block, element, element.value === undefined ? {} : { value: element.value }),
  };
  const address = element.url ? followable(element.url) : null;
  const words = plainWords(element.text);
  const node = address
    ? h("a", { ...props, href: address, target: "_blank", rel: "noopener noreferrer" }, words)
    : h("button", { ...props, type: "button" }, words);
  return node;
}

function overflow(block, element, surface) {
  const items = (element.options || []).map((option) => ({
    label: plainWords(option.text),
    note: plainWords(option.description),
    href: option.url ? followable(option.url) : null,
    testid: `option-${option.value}`,
    act: () => surface.act(block, element, { selected_option: option }),
  }));
  const node = h("button", {
    ...marks(block, element), type: "button", class: "icon-button", "aria-label": "More choices", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(node, "More choices", items),
  }, icon("more"));
  return node;
}
