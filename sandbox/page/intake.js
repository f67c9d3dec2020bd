// Pictures, files and whole books that are pasted or dropped: practice takes words, says so, and stays where it is.

const MOST = 20000; // characters at once; no field here takes more

/** Meet files and huge texts anywhere on the page with a sentence; `say(words)` shows it. */
export function meetFiles(say) {
  const files = "Only words can be written here. The file stayed on this device: nothing was sent.";
  addEventListener("paste", (event) => {
    const given = event.clipboardData;
    const { length } = given?.getData("text/plain") ?? "";
    // A copied table or web page may carry a picture of itself beside its words: then the words are taken.
    const words = length > MOST ? `That is ${length.toLocaleString("en-US")} characters, more than any field here takes. Nothing was pasted.` : !length && given?.files.length ? files : "";
    if (!words) return;
    event.preventDefault();
    say(words);
  }, true);
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    say(files);
  });
}
