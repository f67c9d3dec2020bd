// What is known of one place's messages: the newest pages, older ones as the reader goes back, all in order.

/** Rows of a place, oldest first; `more` = older ones stand at the server. */
export class Ledger {
  constructor() {
    this.rows = [];
    this.more = false;
  }

  /** Take the newest page as it stands now; what it no longer holds is gone. Gives how many came at the end. */
  newest({ messages, more = false }) {
    const last = this.rows.at(-1)?.ts ?? "";
    const first = messages[0]?.ts;
    const older = more && first ? this.rows.filter(({ ts }) => ts < first) : [];
    // A page that does not reach back to what is known would leave a gap: begin from it.
    const joins = !more || this.rows.some(({ ts }) => ts >= first);
    this.rows = [...(joins ? older : []), ...messages];
    this.more = joins && older.length ? this.more : more;
    return last ? messages.filter(({ ts }) => ts > last).length : 0;
  }

  /** Put an older page in front. */
  older({ messages, more = false }) {
    const first = this.rows[0]?.ts;
    const fresh = first ? messages.filter(({ ts }) => ts < first) : messages;
    this.rows = [...fresh, ...this.rows];
    this.more = more && fresh.length > 0;
    return fresh.length;
  }

  /** One message changed (or is gone, when `message` is undefined). */
  one(ts, message) {
    const at = this.rows.findIndex((row) => row.ts === ts);
    if (at < 0) return;
    if (message) this.rows[at] = message;
    else this.rows.splice(at, 1);
  }

  /** Keep the newest `count` only. */
  shorten(count) {
    if (this.rows.length <= count) return;
    this.rows = this.rows.slice(-count);
    this.more = true;
  }

  has(ts) {
    return this.rows.some((row) => row.ts === ts);
  }
}
