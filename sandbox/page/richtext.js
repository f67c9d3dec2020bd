// Slack's rich_text block, the basic part: sections, lists, quotes, preformatted text.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";
import { slackDate } from "./time.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]];

/** Nodes for a rich_text block. */
export function richText(block, world) {
  return (block.elements || []).map((part) => drawPart(part, world));
}

function drawPart(part, world) {
  const inner = () => (part.elements || []).map((leaf) => drawLeaf(leaf, world));
  if (part.type === "rich_text_section") return h("p", {}, inner());
  if (part.type === "rich_text_preformatted") return h("pre", {}, inner());
  if (part.type === "rich_text_quote") return h("blockquote", {}, inner());
  if (part.type === "rich_text_list") {
    const tag = part.style === "ordered" ? "ol" : "ul";
    return h(tag, { class: `indent-${Math.min(part.indent || 0, 4)}` }, (part.elements || []).map((item) => h("li", {}, drawPart(item, world))));
  }
  return h("p", { class: "unknown" }, `This part cannot be shown here (${part.type}).`);
}

function drawLeaf(leaf, world) {
  switch (leaf.type) {
    case "text":
      return STYLES.reduce((node, [style, tag]) => (leaf.style?.[style] ? h(tag, {}, node) : node), document.createTextNode(leaf.text));
    case "link":
      return link(leaf.url, leaf.text);
    case "user":
      return mention(leaf.user_id, world);
    case "channel":
      return h("span", { class: "mention" }, `#${world.channelOf(leaf.channel_id)}`);
    case "broadcast":
      return h("span", { class: "mention" }, `@${leaf.range}`);
    case "emoji":
      return document.createTextNode(emoji(`:${leaf.name}:`));
    case "date":
      return h("time", { title: leaf.fallback }, slackDate(leaf.timestamp, leaf.format || "{date}", world.zone));
    default:
      return h("span", { class: "unknown" }, `[${leaf.type}]`);
  }
}
