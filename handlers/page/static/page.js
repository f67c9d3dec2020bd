"use strict";
// Looks every few seconds whether this view still shows; what was taken back or is over goes blank at once.
(() => {
  const script = document.currentScript;
  const address = script && script.dataset.watch;
  if (!address) return;
  const look = async () => {
    try {
      const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
      if (answer.status !== 204) location.replace(location.href);
    } catch { /* no connection: the next look will tell */ }
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
})();
