// Talking to the practice server: one way to ask, one way to tell, and plain words when no answer comes.

const PATIENCE_MS = 15000;

const WORDS = {
  operation_timeout: "LEAD did not answer within 3 seconds. Nothing was confirmed; try once more.",
  dispatch_failed: "LEAD is not connected, so this did not reach it. Try again in a moment.",
  no_answer: "The practice workspace did not answer. Check that it is still running, then try again.",
};

/** A plain sentence for an answer that is not ok. */
export function wordsFor(answer) {
  return answer?.message || WORDS[answer?.error] || "LEAD could not take this just now. Try once more.";
}

/** GET /ui/<path>; always gives an object, with ok === false where nothing usable came. */
export function ask(path, params = {}) {
  return exchange(`/ui/${path}?${new URLSearchParams(params)}`, { headers: { accept: "application/json" } });
}

/** POST a JSON body to /ui/<path>. */
export function tell(path, body) {
  return exchange(`/ui/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
}

/** DELETE /ui/<path>. */
export function clear(path) {
  return exchange(`/ui/${path}`, { method: "DELETE" });
}

async function exchange(address, options) {
  try {
    const response = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    const answer = await response.json();
    if (answer && typeof answer === "object") return answer;
  } catch (problem) {
    if (!(problem instanceof TypeError || problem instanceof SyntaxError || problem instanceof DOMException)) throw problem;
  }
  return { ok: false, error: "no_answer", message: WORDS.no_answer };
}
