// Expands recurrence rules with ical.js, and reads wall-clock times with the zone data of Node itself: neither knows
// anything of python-dateutil or of Python's zone database. stdin: {zones, rules: [{begins, at, rrules, exdates}]}.
// Answers for each rule the minutes since 1970 of every occurrence in every zone: a number where the wall-clock time
// exists once, else a list of all readings: none in a gap, two in a fold.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const { zones, rules, last } = JSON.parse(readFileSync(0, "utf8"));
const DAY = 24 * 60;
const minutes = (text) => Date.parse(`${text}Z`) / 60000;

function offsetReader(zone) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (minute) => {
    const name = format.formatToParts(new Date(minute * 60000)).find((part) => part.type === "timeZoneName").value;
    const found = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name);
    return found[1] ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
  };
}

// Where the offset changes: [from this minute on, offset].
function changes(zone, from, to) {
  const read = offsetReader(zone);
  const found = [[-Infinity, read(from)]];
  for (let day = from; day < to; day += DAY) {
    if (read(day) === read(day + DAY)) continue;
    let [before, after] = [day, day + DAY];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (read(middle) === read(day)) before = middle;
      else after = middle;
    }
    found.push([after, read(after)]);
  }
  return found;
}

function readings(table, wall) {
  const offset = (minute) => {
    let low = 0;
    let high = table.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (table[middle][0] <= minute) low = middle;
      else high = middle - 1;
    }
    return table[low][1];
  };
  const guesses = new Set([wall - offset(wall - DAY), wall - offset(wall + DAY)]);
  const found = [...guesses].filter((minute) => minute + offset(minute) === wall).sort((a, b) => a - b);
  return found.length === 1 ? found[0] : found;
}

function walls(rule) {
  const found = new Set();
  const out = new Set(rule.exdates);
  for (const [begins, text] of rule.rrules) {
    const start = ICAL.Time.fromString(`${begins}T${rule.at}:00`);
    const iterator = ICAL.Recur.fromString(text).iterator(start);
    for (let next = iterator.next(); next; next = iterator.next()) {
      const wall = next.toString().slice(0, 16);
      if (wall.slice(0, 10) > last) break;
      if (!out.has(wall.slice(0, 10))) found.add(wall);
    }
  }
  return [...found].sort().map(minutes);
}

const first = Math.min(...rules.map((rule) => minutes(`${rule.begins}T00:00`))) - 2 * DAY;
const tables = zones.map((zone) => changes(zone, first, minutes(`${last}T00:00`) + 3 * DAY));
const answer = rules.map((rule) => {
  const times = walls(rule);
  return tables.map((table) => times.map((wall) => readings(table, wall)));
});
process.stdout.write(JSON.stringify(answer));
