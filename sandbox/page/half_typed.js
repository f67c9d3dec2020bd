// What stands half typed in forms while the page is left by the back button, or loaded anew: it waits in the browser's history.

const REST_MS = 300; // browsers take only so many writes to their history

/** Keeps the words of every open form in this entry of the history, and has those that stood there before. */
export class HalfTyped {
  constructor() {
    this.found = history.state?.typed ?? {};
  }

  /** What was typed in this view, as a surface keeps it. */
  of(viewId) {
    return new Map(this.found[viewId]);
  }

  /** Something was typed in one of these `surfaces` (by view id), or one has gone. */
  keep(surfaces) {
    this.surfaces = surfaces;
    this.waits = true;
    if (!this.resting) this.write();
  }

  write() {
    this.resting = this.waits;
    if (!this.waits) return;
    this.waits = false;
    const typed = [...this.surfaces].filter(([, surface]) => surface.typed.size).map(([id, surface]) => [id, [...surface.typed]]);
    this.found = Object.fromEntries(typed);
    history.replaceState({ ...history.state, typed: this.found }, "");
    setTimeout(() => this.write(), REST_MS);
  }
}
