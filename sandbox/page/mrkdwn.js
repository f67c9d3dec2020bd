// Slack's message markup as DOM nodes; text never passes through an HTML parser.

import { followable, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./time.js";

const QUOTE = /^(?:&gt;|>) ?(.*)$/;
const BULLET = /^\s*[•\-*]\s+(.*)$/;
const NUMBERED = /^\s*(\d{1,3})[.)]\s+(.*)$/;
const MARKS = { "*": "strong", _: "em", "~": "s" };

/** Undo Slack's three escapes, and only those. */
export function unescaped(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

/** Nodes for a text object ({type, text}) or nothing. `world` names people and channels: {nameOf, channelOf, me, zone}. */
export function textNodes(object, world) {
  if (!object?.text) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, world) : lines(unescaped(object.text), (line) => [emoji(line)]);
}

/** The words alone, for attributes such as an aria-label. */
export function plainWords(object) {
  return emoji(unescaped(object?.text || ""));
}

/** Nodes for a mrkdwn string. */
export function mrkdwn(text, world) {
  const parts = String(text).split("```");
  if (parts.length % 2 === 0) return flow(String(text), world);
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [h("pre", {}, unescaped(part.replace(/^\n/, "")))];
    return part ? flow(part.replace(/^\n/, ""), world) : [];
  });
}

function lines(text, make) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), ...make(line)] : make(line)));
}

function kindOf(line) {
  if (QUOTE.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  return NUMBERED.test(line) ? "numbered" : "text";
}

function flow(text, world) {
  const runs = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (runs.at(-1)?.kind === kind) runs.at(-1).lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap((run, index) => drawRun(run, world, index));
}

function drawRun({ kind, lines: rows }, world, index) {
  if (kind === "quote") {
    return [h("blockquote", {}, lines(rows.map((row) => QUOTE.exec(row)[1]).join("\n"), (row) => inline(row, world)))];
  }
  if (kind === "bullet") return [h("ul", {}, rows.map((row) => h("li", {}, inline(BULLET.exec(row)[1], world))))];
  if (kind === "numbered") {
    const items = rows.map((row) => NUMBERED.exec(row));
    const start = items[0][1];
    // The numbers as they were written: one that does not follow on is told to its item.
    return [h("ol", { start }, items.map(([, number, words], at) => h("li", { value: at && Number(number) !== Number(items[at - 1][1]) + 1 ? number : null }, inline(words, world))))];
  }
  if (index && rows[0] === "" && rows.length > 1) rows.shift();
  return lines(rows.join("\n"), (row) => inline(row, world));
}

const ADDRESS = /^[a-z][a-z0-9+.-]*:/i;

/** Nodes for one line: code, <tokens>, *bold*, _italic_, ~strike~, :emoji:. */
function inline(text, world) {
  const nodes = [];
  const pattern = /`([^`\n]+)`|<([^<>\n]+)>|([*_~])/g;
  let from = 0;
  for (let hit = pattern.exec(text); hit; hit = pattern.exec(text)) {
    const [whole, code, token, mark] = hit;
    const end = mark ? closing(text, hit.index, mark) : -1;
    if (mark && end < 0) continue;
    if (hit.index > from) nodes.push(words(text.slice(from, hit.index)));
    if (code) nodes.push(h("code", {}, unescaped(code)));
    else if (token) nodes.push(angle(token, world));
    else nodes.push(h(MARKS[mark], {}, inline(text.slice(hit.index + 1, end), world)));
    from = mark ? end + 1 : hit.index + whole.length;
    pattern.lastIndex = from;
  }
  if (from < text.length) nodes.push(words(text.slice(from)));
  return nodes;
}

function words(text) {
  return document.createTextNode(emoji(unescaped(text)));
}

/** Where the mark opened at `start` closes, or -1: marks hug their words and stand at word edges. */
function closing(text, start, mark) {
  const edge = (char) => !char || !/[\p{L}\p{N}]/u.test(char);
  if (!edge(text[start - 1]) || !text[start + 1] || /\s/.test(text[start + 1]) || text[start + 1] === mark) return -1;
  for (let end = text.indexOf(mark, start + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (!/\s/.test(text[end - 1]) && edge(text[end + 1])) return end;
  }
  return -1;
}

function angle(token, world) {
  const [target, label] = split(token);
  if (target.startsWith("@")) return mention(target.slice(1), world);
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${label || world.channelOf(target.slice(1))}`);
  if (target.startsWith("!date^")) return moment(target, label, world);
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${label || target.slice(1)}`);
  if (!ADDRESS.test(target)) return words(`<${token}>`); // somebody wrote it so; nothing is meant by it
  return link(unescaped(target), label ? unescaped(label) : null);
}

function split(token) {
  const bar = token.indexOf("|");
  return bar < 0 ? [token, ""] : [token.slice(0, bar), token.slice(bar + 1)];
}

/** A person's name, marked when it is the person being played. */
export function mention(userId, world) {
  return h("span", { class: userId === world.me ? "mention mention-me" : "mention" }, `@${world.nameOf(userId)}`);
}

function moment(target, fallback, world) {
  const [, stamp, template, address] = target.split("^");
  const shown = Number.isFinite(Number(stamp)) ? slackDate(Number(stamp), unescaped(template || ""), world.zone) : unescaped(fallback);
  return address ? link(unescaped(address), shown) : h("time", { title: unescaped(fallback) }, shown);
}

/** A link that opens elsewhere, or its bare text where the address is not one to follow. */
export function link(address, label) {
  const href = followable(address);
  const shown = label || address.replace(/^mailto:/, "");
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown) : document.createTextNode(shown);
}
