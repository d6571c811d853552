// The voter's way on this device. It keeps the bar up to date, keeps what was chosen until the vote is cast, takes the code of
// a scanned letter out of the address, and groups a code in fours. Everything works without it. It asks no server for anything.
"use strict";

(function () {
  const own = document.currentScript.dataset;
  const MARK = "schuifruimte:";
  const CODE = MARK + "code";
  const HOURS = 2 * 60 * 60 * 1000;
  const one = (css, within = document) => within.querySelector(css);
  const all = (css, within = document) => [...within.querySelectorAll(css)];

  // A browser may refuse to keep anything; then nothing is kept.
  const storage = (name) => {
    try {
      return window[name];
    } catch {
      return null;
    }
  };
  const read = (place, key) => {
    try {
      return JSON.parse(place.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (place, key, value) => {
    try {
      if (value === null) place.removeItem(key);
      else if (own.keep === "device") place.setItem(key, JSON.stringify(value));
    } catch {
      // It is full, or closed: the forms carry everything.
    }
  };
  // Choices live as long as the round is open; a code only in this tab, for as long as an overview can be sent.
  const device = storage("localStorage");
  const tab = storage("sessionStorage");
  for (const place of [device, tab].filter(Boolean)) {
    for (const key of Object.keys(place).filter((key) => key.startsWith(MARK))) {
      const kept = read(place, key);
      if (own.keep !== "device" || !(kept?.until > Date.now())) write(place, key, null);
    }
  }
  if (own.erase) {
    write(device, MARK + own.erase, null);
    write(tab, CODE, null);
  }

  // The code in the address of a letter (trust: it is never sent to a server there) leaves the address at once.
  const clean = (text) => text.normalize("NFKC").toUpperCase().replace(/[\s._\u2010-\u2015\u2212-]/g, "");
  const grouped = (text) => (text.match(/.{1,4}/gu) || []).join(" ");
  let code = own.erase ? "" : read(tab, CODE)?.code || "";
  const take = () => {
    let typed = "";
    try {
      typed = clean(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!/^[2-9A-HJKMNP-Z]{16}$/.test(typed)) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    if (own.erase) return;
    code = typed;
    write(tab, CODE, { code, until: Date.now() + HOURS });
    shown();
  };
  const shown = () => {
    const field = one("#code");
    // What was typed stays; a code that was not right does not come back.
    if (field?.getAttribute("aria-invalid")) write(tab, CODE, null);
    else if (field && code && !field.value) {
      field.value = grouped(code);
      all("[data-code-filled]").forEach((line) => (line.hidden = false));
    }
    all("[data-code-kept]").forEach((line) => (line.hidden = !code));
  };
  take();
  shown();
  addEventListener("hashchange", take);
  one("#code")?.addEventListener("input", (event) => {
    const field = event.target;
    if (event.isComposing) return;
    const before = clean(field.value.slice(0, field.selectionStart)).length;
    field.value = grouped(clean(field.value));
    const at = before + Math.max(0, Math.floor((before - 1) / 4));
    field.setSelectionRange(at, at);
  });

  // Leaving with something chosen and not sent is asked about; going on, or about in this round, is not.
  let unsent = Boolean(one("[data-unsent]"));
  let leaving = false;
  addEventListener("submit", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const round = one("[data-basket],[data-unsent]")?.dataset;
    const way = link && `/rondes/${round?.basket || round?.unsent}/`;
    if (link?.origin === location.origin && link.pathname.includes(way)) leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (unsent && !leaving && own.keep === "device") event.preventDefault();
  });

  const form = one("form[data-basket]");
  const tray = form && one("[data-tray]", form);
  if (!tray) return;
  const key = MARK + form.dataset.basket;
  const has = tray.dataset;
  const say = (name) => one(`[data-say="${name}"]`, tray);
  const euros = (cents) => {
    const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, has.group);
    const rest = cents % 100 ? has.point + String(cents % 100).padStart(2, "0") : "";
    return has.euro + whole + rest;
  };
  const controls = all("[data-plan]", form);
  const ticks = (control) => control.type === "checkbox" || control.type === "radio";
  const weight = (control) => (ticks(control) ? Number(control.checked) : Number(control.value) || 0);
  const set = (control, to) => {
    if (ticks(control)) control.checked = to > 0;
    else if (control.type !== "hidden") control.value = to > 0 ? String(to) : "";
  };
  // On the page of one plan the choices are those that the device kept; on the list, those of its controls.
  const amounts = new Map((form.dataset.amounts || "").split(" ").filter(Boolean).map((pair) => pair.split(":")));
  const kept = () => read(device, key)?.picks || {};
  const picked = () => {
    if (amounts.size) return Object.keys(kept()).filter((id) => amounts.has(id)).map((id) => [id, Number(amounts.get(id))]);
    return controls.filter((control) => weight(control) > 0).map((control) => [control.dataset.plan, Number(control.dataset.amount)]);
  };
  const save = (picks) => {
    const value = Object.keys(picks).length ? { picks, until: Number(form.dataset.until) } : null;
    write(device, key, value);
  };
  const saved = () => {
    const chosen = controls.filter((control) => weight(control) > 0);
    save(Object.fromEntries(chosen.map((control) => [control.dataset.plan, weight(control)])));
  };
  // Where nothing can be kept, what stands in the form is all there is.
  const restore = () => {
    if (!device || own.keep !== "device") return;
    const picks = kept();
    controls.forEach((control) => set(control, picks[control.dataset.plan] || 0));
  };

  const words = (name, count) => {
    const line = say(name);
    if (!line) return;
    const { zero, one: single, other } = line.dataset;
    const text = (count === 0 && zero) || (count === 1 && single) || other;
    line.textContent = text.replace("{n}", count);
    if (!["count", "given", "points-left"].includes(name)) line.hidden = count <= 0;
    else if (name === "points-left") line.hidden = count < 0;
  };
  const amount = (name, cents) => {
    const place = say(name);
    if (place) place.textContent = euros(cents);
  };
  const draw = (sizes, whole) => {
    const bar = one("svg.sr-bar__track", tray);
    if (!bar) return;
    const part = (look, from, size, more = {}) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const has = { class: look, x: `${(from / whole) * 100}%`, width: `${(size / whole) * 100}%`, height: "100%", ...more };
      for (const [name, value] of Object.entries(has)) rect.setAttribute(name, value);
      return rect;
    };
    let at = 0;
    const parts = [];
    for (const size of sizes) {
      const fits = Math.min(size, whole - at);
      if (fits > 0) parts.push(part("sr-f-own", at, fits));
      at += fits;
    }
    if (at < whole) {
      parts.push(part("sr-f-room", at, whole - at));
      parts.push(part("sr-bar__grip", at, 0, { y: "-8", width: "4", height: "36", transform: "translate(-2)" }));
    }
    bar.replaceChildren(...parts);
  };
  const update = () => {
    const chosen = picked();
    const [count, ceiling, max] = [chosen.length, Number(has.ceiling), Number(has.max)];
    const sum = chosen.reduce((sum, [, cents]) => sum + cents, 0);
    const left = Math.max(0, ceiling - sum);
    words("count", count);
    words("many", count - max);
    words("few", Number(has.min) - count);
    amount("sum", sum);
    amount("left", left);
    amount("more", Math.max(0, sum - ceiling));
    if (say("room")) say("room").hidden = sum > ceiling;
    if (say("over")) say("over").hidden = sum <= ceiling;
    const given = controls.map(weight).filter((points) => points > 0);
    const total = Number(has.total || 0);
    if (has.tray === "points") {
      const all = given.reduce((all, points) => all + points, 0);
      words("given", all);
      words("points-left", total - all);
      words("points-over", all - total);
      draw(given, total);
    } else draw(has.tray === "plans" ? chosen.map(() => 1) : chosen.map(([, cents]) => cents), has.tray === "plans" ? max : ceiling);
    for (const control of controls) {
      const more = Number(control.dataset.amount) - left;
      const dear = weight(control) === 0 && more > 0;
      const why = one(`[data-why="${control.dataset.plan}"]`, form);
      if (why) {
        why.hidden = !dear;
        why.textContent = dear ? has.dear.replace("{x}", euros(more)) : "";
      }
      if (has.over === "blocks") control.setAttribute("aria-disabled", String(dear));
    }
    for (const button of all("[data-plan-in]", form)) {
      const is = chosen.some(([id]) => id === button.dataset.planIn);
      button.textContent = is ? button.dataset.in : button.dataset.out;
    }
    unsent = !amounts.size && count > 0;
    return sum - ceiling;
  };

  // What does not fit is not taken, and it is said why. The button for no plan takes what was chosen back.
  const changed = (event) => {
    const control = event.target.closest?.('[data-plan],[name="plan"]');
    if (!control) return;
    const refused = say("refused");
    if (refused) refused.hidden = true;
    const over = update();
    if (has.over === "blocks" && over > 0 && weight(control) > 0) {
      set(control, 0);
      update();
      if (refused) {
        refused.textContent = has.dear.replace("{x}", euros(over));
        refused.hidden = false;
      }
    }
    saved();
  };
  form.addEventListener("change", changed);
  const begin = () => {
    if (!amounts.size) {
      if ("fresh" in form.dataset) restore();
      else saved();
    }
    update();
  };
  begin();
  // The page comes back out of the memory of the browser, or another tab chose something.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (!amounts.size) restore();
    update();
  });
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    if (!amounts.size) restore();
    update();
  });
  all("[data-noscript]", form).forEach((button) => (button.hidden = true));

  // From the page of a plan: what was chosen before goes along, and so does this plan; where one may be chosen, it takes the
  // place of the other.
  if (amounts.size) {
    form.addEventListener("submit", (event) => {
      if (own.keep !== "device" || !device) return;
      const id = event.submitter?.dataset.planIn;
      const picks = kept();
      if (!id) return;
      event.preventDefault();
      save({ ...(Number(has.max) === 1 ? {} : picks), [id]: picks[id] || 1 });
      location.assign(form.dataset.list);
    });
  }
})();
