// Block Kit as DOM nodes: every block of a message, modal or Home, and a plain note for a kind not known here.

import { drawButton } from "./buttons.js";
import { drawControl } from "./controls.js";
import { freshId, h } from "./dom.js";
import { plainWords, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { pressOf } from "./surface.js";

const DRAW = { header, section, context, divider, actions, input, image, rich_text: rich };

/** Nodes for `blocks` on a surface. */
export function drawBlocks(blocks, surface) {
  surface.redraw();
  return (blocks || []).map((block, index) => {
    const known = { ...block, block_id: block.block_id ?? `block-${index}` };
    const draw = DRAW[block.type];
    const inside = draw ? draw(known, surface) : unknown(`block “${block.type}”`);
    const node = h("div", { class: `block block-${draw ? block.type : "unknown"}`, "data-block": known.block_id }, inside);
    surface.stand(node);
    return node;
  });
}

function unknown(what) {
  return h("p", { class: "unknown" }, `The practice workspace cannot show this ${what}.`);
}

function header(block, surface) {
  return h("h3", { "aria-level": surface.level }, plainWords(block.text));
}

function divider() {
  return h("hr");
}

function rich(block, surface) {
  return richText(block, surface.world);
}

function section(block, surface) {
  const fields = (block.fields || []).map((field) => h("div", { class: "pair" }, textNodes(field, surface.world)));
  return [
    h("div", { class: "section-words" },
      block.text ? h("div", { class: "words" }, textNodes(block.text, surface.world)) : null,
      fields.length ? h("div", { class: "pairs" }, fields) : null),
    block.accessory ? h("div", { class: "accessory" }, drawElement(block, block.accessory, surface)) : null,
  ];
}

function context(block, surface) {
  return (block.elements || []).map((part) => (part.type === "image" ? picture(part) : h("span", {}, textNodes(part, surface.world))));
}

function actions(block, surface) {
  return (block.elements || []).map((element) => drawElement(block, element, surface));
}

function image(block) {
  return h("figure", {}, block.title ? h("figcaption", {}, plainWords(block.title)) : null, picture(block));
}

/** Pictures of our own server are shown; others are named only, as this page asks no other host for anything. */
function picture({ image_url: address = "", alt_text: words = "" }) {
  const near = address.startsWith("data:image/") || (URL.canParse(address) && new URL(address).origin === location.origin);
  return near ? h("img", { src: address, alt: words }) : h("span", { class: "picture-words" }, `Picture: ${words || "no description"}`);
}

/** One element outside an input block: pressing or choosing tells the bot at once. */
function drawElement(block, element, surface) {
  if (element.type === "image") return picture(element);
  const button = drawButton(block, element, surface);
  if (button) return button;
  const names = { "data-action-id": element.action_id, "data-block-id": block.block_id, "data-press": pressOf(block, element), "aria-label": elementWords(block, element) };
  return control(block, element, surface, { names, tells: true })?.node ?? unknown(`element “${element.type}”`);
}

function elementWords(block, element) {
  return plainWords(element.placeholder) || plainWords(block.text).slice(0, 120) || "Choose";
}

function control(block, element, surface, { names, tells }) {
  const tell = () => surface.act(block, element, drawn.read());
  const drawn = drawControl(element, surface.startOf(block.block_id, element), {
    names,
    world: surface.world,
    changed: () => {
      surface.keep(block, element);
      if (tells && !("value" in drawn.read())) tell();
    },
    entered: tells ? tell : null,
  });
  if (drawn) surface.register(block, element, drawn);
  return drawn;
}

function input(block, surface) {
  const { element } = block;
  const id = freshId("field");
  const [labelId, hintId, errorId] = [`${id}-label`, `${id}-hint`, `${id}-error`];
  const hint = block.hint ? h("p", { class: "hint", id: hintId }, plainWords(block.hint)) : null;
  const names = {
    id, "data-action-id": element.action_id, "data-block-id": block.block_id, "data-press": pressOf(block, element), "aria-labelledby": labelId,
    "aria-describedby": hint ? `${hintId} ${errorId}` : errorId, "aria-required": block.optional ? null : "true",
  };
  const drawn = control(block, element, surface, { names, tells: block.dispatch_action === true });
  const label = h("label", { id: labelId, for: id, class: "label" }, plainWords(block.label),
    block.optional ? h("span", { class: "optional" }, "optional") : null);
  const error = h("p", { class: "error", id: errorId, "data-error-for": block.block_id, hidden: true });
  return [label, drawn?.node ?? unknown(`field “${element.type}”`), drawn?.after, hint, error];
}

/** Show or clear the sentence at a field; gives the field's control, or null where there is no such field. */
export function sayAtField(root, blockId, words) {
  const line = [...root.querySelectorAll("[data-error-for]")].find((node) => node.dataset.errorFor === blockId);
  if (!line) return null;
  line.textContent = words;
  line.hidden = !words;
  const field = line.parentElement.querySelector("[data-action-id]");
  for (const node of [field, line.parentElement.querySelector(".pick-box")].filter(Boolean)) {
    if (words) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
  }
  return field;
}
