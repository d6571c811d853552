// Asks the device for a passkey when the button is pressed, and sends what it answers with the form. Nothing else.
"use strict";

(function () {
  const form = document.querySelector("form[data-passkey]");
  const warning = document.getElementById("passkey-mislukt");
  if (!form) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function asked() {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
    return { publicKey: options };
  }

  function told(answer) {
    const response = { clientDataJSON: text(answer.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer.response[part]) response[part] = text(answer.response[part]);
    }
    if (answer.response.getTransports) response.transports = answer.response.getTransports();
    return { id: answer.id, rawId: text(answer.rawId), type: answer.type, response, extensions: {} };
  }

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    warning.hidden = true;
    try {
      const way = form.dataset.passkey === "new" ? "create" : "get";
      const answer = await navigator.credentials[way](asked());
      form.elements.answer.value = JSON.stringify(told(answer));
      form.submit();
    } catch {
      warning.hidden = false;
      warning.focus();
    }
  });
})();
