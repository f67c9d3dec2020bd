// The same person open in another window of this browser: said once, as both windows show the same forms.

/** Watch for other windows of `me`; `met()` is called when one is there. */
export function watchTwins(me, met) {
  if (!("BroadcastChannel" in globalThis)) return;
  const line = new BroadcastChannel("practice-windows");
  line.addEventListener("message", ({ data }) => {
    if (data?.me !== me) return;
    met();
    if (data.word === "hello") line.postMessage({ me, word: "here" });
  });
  line.postMessage({ me, word: "hello" });
}
