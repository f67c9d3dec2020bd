// What Slack's own client looks at before a form leaves it: empty required fields, lengths, addresses, numbers.

/** {block_id: a plain sentence} for the fields of a surface that cannot be sent as they stand. */
export function lookOver(surface) {
  const found = {};
  for (const { block, element, read } of surface.fields.values()) {
    if (block.type !== "input") continue;
    const words = aboutField(block, element, Object.values(read())[0]);
    if (words) found[block.block_id] = words;
  }
  return found;
}

function aboutField(block, element, value) {
  const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
  if (empty) return block.optional ? "" : "Please fill this in.";
  if (typeof value !== "string") return "";
  return aboutText(element, value);
}

function aboutText(element, value) {
  const { type, min_length: least = 0, max_length: most = 3000 } = element;
  if (value.length < least) return `Please write at least ${least} characters.`;
  if (value.length > most) return `This is ${value.length} characters; ${most} fit here.`;
  if (type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return "Please write an email address, like name@example.org.";
  if (type === "url_text_input" && !URL.canParse(value)) return "Please write a whole web address, starting with https://.";
  return type === "number_input" ? aboutNumber(element, value) : "";
}

function aboutNumber(element, value) {
  const shape = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!shape.test(value)) return element.is_decimal_allowed ? "Please write a number." : "Please write a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `The least that fits here is ${element.min_value}.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `The most that fits here is ${element.max_value}.`;
  return "";
}
