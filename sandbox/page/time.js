// Times as the person being played sees them: their own zone, and the workspace's clock.

const JUMP_MS = 30000;

let aheadMs = 0;

/** Take over the workspace's clock (seconds since 1970), which practice may have moved; true when it jumped. */
export function setClock(nowSeconds) {
  if (!Number.isFinite(nowSeconds)) return false;
  const before = aheadMs;
  aheadMs = nowSeconds * 1000 - Date.now();
  return Math.abs(aheadMs - before) > JUMP_MS;
}

function now() {
  return Date.now() + aheadMs;
}

const forms = new Map();

/** A formatter; making one costs more than using it a hundred times. */
function form(options, zone) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!forms.has(key)) forms.set(key, made(options, zone));
  return forms.get(key);
}

function made(options, zone) {
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
}

/** "2:07 AM" for a Slack timestamp or epoch seconds. */
export function clockTime(seconds, zone) {
  return form({ hour: "numeric", minute: "2-digit" }, zone).format(Number(seconds) * 1000);
}

/** "Sunday, March 8, 2026, 2:07 AM PST". */
export function fullMoment(seconds, zone) {
  const options = { dateStyle: "full", timeStyle: "long" };
  return form(options, zone).format(Number(seconds) * 1000);
}

/** "2026-03-08" in the zone, so that days can be compared. */
export function dayKey(seconds, zone) {
  return wall(Number(seconds), zone).slice(0, 10);
}

/** "Sunday, March 8, 2026" of a day written "2026-03-08". */
export function longDay(day) {
  const seconds = Date.parse(`${day}T12:00:00Z`);
  return Number.isFinite(seconds) ? form({ dateStyle: "full" }, "UTC").format(seconds) : "";
}

/** "Los Angeles" of "America/Los_Angeles". */
export function zoneWords(zone) {
  return (zone || "UTC").split("/").at(-1).replaceAll("_", " ");
}

/** "Today", "Yesterday" or "Sunday, March 8". */
export function dayName(seconds, zone) {
  return pretty(seconds, zone) || form({ weekday: "long", month: "long", day: "numeric" }, zone).format(seconds * 1000);
}

function pretty(seconds, zone) {
  const key = dayKey(seconds, zone);
  const today = now() / 1000;
  if (key === dayKey(today, zone)) return "Today";
  if (key === dayKey(today - 86400, zone)) return "Yesterday";
  return key === dayKey(today + 86400, zone) ? "Tomorrow" : "";
}

/** "2026-03-08T02:07", the wall clock of a zone, as a datetime-local input wants it. */
export function wall(seconds, zone) {
  const parts = {};
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  for (const { type, value } of form(options, zone).formatToParts(seconds * 1000)) parts[type] = value;
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** Epoch seconds of a wall-clock time ("2026-03-08T02:07") in a zone; a time skipped by the clock change moves on. */
export function epoch(wallTime, zone) {
  const wanted = Date.parse(`${wallTime}:00Z`) / 1000;
  if (!Number.isFinite(wanted)) return null;
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = Date.parse(`${wall(guess, zone)}:00Z`) / 1000;
    if (shown === wanted) break;
    guess += wanted - shown;
  }
  return guess;
}

const DATE_FORMS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** Fill Slack's date template ("{date_short_pretty} at {time}") for a zone. */
export function slackDate(seconds, template, zone) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(seconds);
    const stem = name.replace(/_pretty$/, "");
    if (stem !== name) {
      const near = pretty(seconds, zone);
      if (near) return template.startsWith(whole) ? near : near.toLowerCase();
    }
    if (stem === "date_num") return dayKey(seconds, zone);
    return DATE_FORMS[stem] ? form(DATE_FORMS[stem], zone).format(seconds * 1000) : whole;
  });
}

function ago(seconds) {
  const gap = Math.round(seconds - now() / 1000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  for (const [unit, size] of units) if (Math.abs(gap) >= size) return words.format(Math.trunc(gap / size), unit);
  return words.format(gap, "second");
}
