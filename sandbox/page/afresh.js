// When the workspace behind the page began afresh: the page is loaded anew, and what was being written is kept.

/** The workspace behind this page is another one now: load all anew, keeping what was begun in the boxes. */
export function beginAfresh(drafts) {
  sessionStorage.setItem("afresh", JSON.stringify([...drafts]));
  location.reload();
}

/** The boxes' words kept over such a reload, or null when there was none. */
export function takeKept() {
  const kept = sessionStorage.getItem("afresh");
  sessionStorage.removeItem("afresh");
  return kept && JSON.parse(kept);
}
