"use strict";
// What was opened goes blank when it is taken back, when its time is over, and when its page is left.
// What is typed is kept nowhere. Where no script runs the server's Refresh header ends an opened page.
(() => {
  const { watch, lives, hides } = document.currentScript.dataset;
  const [sheet, cover, offline] = ["sheet", "cover", "offline"].map((id) => document.getElementById(id));
  const form = sheet.querySelector("form");
  const over = watch ? Date.now() + Number(lives) * 1000 : Infinity;
  const LOOK_MS = 4000;
  let ended = false;

  const isChanged = (one) => {
    if (one.options) return [...one.options].some((option) => option.selected && option.value && !option.defaultSelected);
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    return one.value !== one.defaultValue;
  };
  const hasTyped = () => [...form.elements].some((one) => one.name.includes("|") && isChanged(one));

  // Blank at once; then the server says why, and keeps for its author what was being typed.
  const end = () => {
    if (ended) return;
    ended = true;
    const typed = hasTyped();
    sheet.hidden = true;
    if (typed) form.submit();
    else { sheet.replaceChildren(); location.replace(location.pathname); }
  };

  const look = async () => {
    if (ended) return;
    if (Date.now() >= over) { end(); return; }
    try {
      const answer = await fetch(watch, { cache: "no-store", credentials: "same-origin" });
      if ([401, 403, 404, 410].includes(answer.status)) end();
    } catch { /* no connection: the next look will tell, and the time runs out without one */ }
  };

  const hide = () => {
    if (ended) return;
    sheet.hidden = true;
    cover.hidden = false;
  };
  const show = () => {
    cover.hidden = true;
    sheet.hidden = ended;
    document.getElementById("main").focus();
  };
  document.getElementById("uncover").addEventListener("click", show);

  if (watch) {
    setInterval(look, LOOK_MS);
    setTimeout(end, Math.max(0, over - Date.now()));
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && hides !== undefined) hide();
    if (!document.hidden && watch) look();
  });
  // A page that was left holds nothing, wherever the browser keeps it; one that comes back is asked for anew.
  addEventListener("pagehide", () => { ended = true; sheet.replaceChildren(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  // On a dead connection a browser would throw away what was typed.
  form.addEventListener("submit", (event) => {
    offline.hidden = navigator.onLine;
    if (!navigator.onLine) { event.preventDefault(); offline.scrollIntoView(); }
  });
})();
