// The few emoji names a work group's bot is likely to write, as characters; others stay as they are written.

const NAMES = new Map(Object.entries({
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔",
  lock: "🔒", unlock: "🔓", closed_lock_with_key: "🔐", key: "🔑", bell: "🔔", no_bell: "🔕", envelope: "✉️",
  incoming_envelope: "📨", inbox_tray: "📥", outbox_tray: "📤", memo: "📝", clipboard: "📋", pushpin: "📌",
  round_pushpin: "📍", calendar: "📅", spiral_calendar_pad: "🗓️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  alarm_clock: "⏰", stopwatch: "⏱️", clock3: "🕒", telephone_receiver: "📞", phone: "☎️", iphone: "📱",
  speech_balloon: "💬", wave: "👋", raised_hand: "✋", handshake: "🤝", pray: "🙏", thumbsup: "👍", "+1": "👍",
  eyes: "👀", bulb: "💡", information_source: "ℹ️", question: "❓", exclamation: "❗", rotating_light: "🚨",
  red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪",
  house: "🏠", office: "🏢", car: "🚗", oncoming_police_car: "🚔", walking: "🚶", arrow_right: "➡️", repeat: "🔁",
  heart: "❤️", sunrise: "🌅", crescent_moon: "🌙", star: "⭐", zzz: "💤", mag: "🔍", wrench: "🔧", bar_chart: "📊",
}));

/** The text with known :names: turned into characters. */
export function emoji(text) {
  return text.replace(/:([a-z0-9_+]+):/g, (whole, name) => NAMES.get(name) || whole);
}
