// Looking for a word in everything that went between Slack and the bot, whatever it was wrapped in.

const WRAPPED = /^\s*[[{]/;

/** Texts inside texts opened: JSON in strings and form encodings become what they hold. */
export function opened(value, depth = 0) {
  if (typeof value === "string") return openedText(value, depth);
  if (Array.isArray(value)) return value.map((item) => opened(item, depth));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, depth)]));
  return value;
}

function openedText(text, depth) {
  if (depth > 4) return text;
  if (WRAPPED.test(text)) {
    try {
      return opened(JSON.parse(text), depth + 1);
    } catch {
      return text;
    }
  }
  return text;
}

/** The words of a call in one string, ready to be searched. */
export function haystack(call) {
  const words = [call.method, call.status];
  collect([call.request, call.response, opened(call.request), opened(call.response)], words);
  return folded(words.join("\n"));
}

function collect(value, words) {
  if (Array.isArray(value)) for (const item of value) collect(item, words);
  else if (value && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      words.push(key);
      collect(item, words);
    }
  } else if (value !== null && value !== undefined) words.push(String(value));
}

/** One spelling for comparing: composed, lower case, Slack's escapes undone, white space made single. */
export function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]).replace(/\s+/g, " ").trim();
}

const KINDS = [
  ["messages", "messages and notifications", /^(chat|conversations|response_url)/],
  ["home", "App Home", /^views\.publish/],
  ["windows", "open windows", /^views\./],
];

/** Where a call belongs, for telling a message that stays from a window somebody has open: [code, words]. */
export function kindOf(call) {
  const inward = call.direction === "slack->bot";
  if (inward && call.method === "message") return [KINDS[0][0], KINDS[0][1]]; // the bot is told of one that stands
  if (inward) return ["typed", "what people typed or pressed"];
  const found = KINDS.find(([, , pattern]) => pattern.test(call.method));
  return found ? [found[0], found[1]] : ["other", "other calls"];
}

export const ALL_KINDS = [...KINDS.map(([code, words]) => [code, words]), ["typed", "what people typed or pressed"], ["other", "other calls"]];

/** Text nodes and <mark> elements for `text`, with `word` (as typed) marked wherever it stands. */
export function marked(text, word) {
  const wanted = [word, JSON.stringify(word).slice(1, -1)].map((form) => form.trim().toLowerCase()).filter(Boolean);
  if (!wanted.length) return [document.createTextNode(text)];
  const pattern = new RegExp([...new Set(wanted)].map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")).join("|"), "giu");
  const nodes = [];
  let from = 0;
  for (const hit of text.matchAll(pattern)) {
    nodes.push(document.createTextNode(text.slice(from, hit.index)));
    const mark = document.createElement("mark");
    mark.textContent = hit[0];
    nodes.push(mark);
    from = hit.index + hit[0].length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}
