// Pictures and files that are pasted or dropped: practice takes words only, says so, and stays where it is.

/** Meet files anywhere on the page with a sentence; `say(words)` shows it. */
export function meetFiles(say) {
  const words = "Only words can be written here. The file stayed on this device: nothing was sent.";
  addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData ?? {};
    if (!files?.length) return;
    // A copied table or web page may carry a picture of itself beside its words: then the words are taken.
    if (!types.includes("text/plain")) event.preventDefault();
    else return;
    say(words);
  });
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    say(words);
  });
}
