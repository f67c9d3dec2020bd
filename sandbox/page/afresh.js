// When the workspace behind the page began afresh: the page is loaded anew, and what was being written is kept.

// Two halves of one window share what it keeps: each keeps its own.
const kept = () => `afresh ${new URLSearchParams(location.search).get("me")}`;

/** The workspace behind this page is another one now: load all anew, keeping what was begun in the boxes. */
export function beginAfresh(drafts) {
  sessionStorage.setItem(kept(), JSON.stringify([...drafts]));
  location.reload();
}

/** The boxes' words kept over such a reload, or null when there was none. */
export function takeKept() {
  const words = sessionStorage.getItem(kept());
  sessionStorage.removeItem(kept());
  return words && JSON.parse(words);
}
