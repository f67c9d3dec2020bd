"use strict";
// Asks the device to make a passkey or to use one, and sends its answer with the page's own form.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async (options) => {
    const made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials) } });
    return [made, { attestationObject: text(made.response.attestationObject) }];
  };
  const use = async (options) => {
    const used = await navigator.credentials.get({ publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) } });
    return [used, { authenticatorData: text(used.response.authenticatorData), signature: text(used.response.signature) }];
  };

  document.getElementById("needs-script").hidden = true;
  for (const form of document.querySelectorAll("form[data-do]")) {
    const said = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      if (!window.PublicKeyCredential) { said.textContent = form.dataset.cannot; return; }
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        const [one, proof] = await (form.dataset.do === "keep" ? make : use)(JSON.parse(form.dataset.options));
        form.elements.answer.value = JSON.stringify({ id: one.id, rawId: text(one.rawId), type: one.type,
          response: { clientDataJSON: text(one.response.clientDataJSON), ...proof } });
        form.submit();
      } catch (trouble) {
        const known = trouble.name === "InvalidStateError" && form.dataset.do === "keep";
        const cannot = trouble.name === "NotSupportedError" || trouble.name === "SecurityError";
        said.textContent = known ? form.dataset.known : cannot ? form.dataset.cannot : form.dataset.cancelled;
        button.disabled = false;
        button.focus();
      }
    });
  }
})();
