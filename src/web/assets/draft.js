// Keeps what someone writes in a plan: a moment after the last key the page is sent as by its button, and stays. Everything works
// without it.
"use strict";

(function () {
  const PAUSE = 4000;
  const form = document.querySelector("form[data-kept]");
  const told = document.getElementById("pt_kept");
  if (!form || !told) return;

  let timer = null;
  let sending = null;
  let changed = false;

  // The page that comes back tells what is kept now; without that nothing is.
  async function send() {
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("pt_next", "more");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const seen = page.querySelector("input[name='pt_seen']");
      const isKept = answer.ok && answer.redirected && seen;
      if (isKept) form.elements.pt_seen.value = seen.value;
      told.textContent = isKept ? form.dataset.kept : form.dataset.open;
    } catch {
      told.textContent = form.dataset.open;
    }
    sending = null;
    if (changed) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!sending) sending = send();
    }, PAUSE);
  }

  form.addEventListener("input", () => {
    changed = true;
    told.textContent = "";
    later();
  });
  // One after the other, or the second one would seem to come from somebody else.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    changed = false;
    if (!sending) return;
    event.preventDefault();
    const button = event.submitter;
    sending.then(() => {
      clearTimeout(timer);
      form.requestSubmit(button);
    });
  });
})();
