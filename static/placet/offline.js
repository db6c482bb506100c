"use strict";
/* A decision is kept before it is sent. Without a network it waits on this device, under the name of whoever made it, and is
   sent when the network is back, from whatever page is open then: once, since each press has a token of its own. What the
   server refuses is shown with what was said and typed; nothing is dropped silently. */
(() => {
  const reader = document.querySelector("meta[name=placet-reader]")?.content;
  if (!reader) return;
  const KEY = `placet:sending:${reader}`;
  const PATIENCE = 20000;
  const PAUSES = [3, 5, 10, 20, 40, 60];
  const SECRET = new Set(["csrfmiddlewaretoken"]);
  let bar, busy = false, tries = 0, timer = 0, loggedOut = false;

  const all = () => { try { return JSON.parse(localStorage.getItem(KEY) || "[]"); } catch { return []; } };
  const write = (kept) => {
    try {
      if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept)); else localStorage.removeItem(KEY);
      return true;
    } catch { return false; }
  };
  const add = (one) => write([...all().filter((other) => other.id !== one.id), one]);
  const drop = (id) => write(all().filter((one) => one.id !== id));
  const change = (id, more) => write(all().map((one) => (one.id === id ? { ...one, ...more } : one)));
  const waiting = () => all().filter((one) => one.refused === undefined);

  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const within = (address, options) => fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  const freshToken = async (again) => {
    if (again || !cookie("csrftoken")) await within(location.pathname, { cache: "no-store" }).catch(() => null);
    return cookie("csrftoken") || "";
  };

  /* What became of one press: done (with where to go on), refused (with the sentence), out (logged out) or later. */
  const send = async (one, again = false) => {
    const body = new URLSearchParams(one.body);
    body.set("csrfmiddlewaretoken", await freshToken(again));
    let answer;
    try {
      answer = await within(one.url, { method: "POST", body, redirect: "manual", headers: { "X-Placet-Sending": reader, Accept: "application/json" } });
    } catch { return { state: "later" }; }
    if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "out" };
    if (answer.status >= 500 || answer.status === 429) return { state: "later" };
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json().catch(() => null) : null;
    if (answer.ok && told) return { state: "done", go: told.go };
    if (answer.status === 403 && !told && !again) return send(one, true);
    return { state: "refused", sentence: told?.sentence || "" };
  };

  const words = () => bar?.dataset || {};
  const counted = (number) => {
    const form = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
    const samples = [...bar.querySelectorAll("template[data-sample]")];
    const like = samples.find((one) => new Intl.PluralRules(document.documentElement.lang || "en").select(Number(one.dataset.sample)) === form) || samples.at(-1);
    return like.content.textContent.trim().replace(like.dataset.sample, String(number));
  };
  const line = (one) => {
    const item = Object.assign(document.createElement("li"), { className: "p-sending__refused" });
    const link = Object.assign(document.createElement("a"), { href: one.page, textContent: one.name });
    const gone = Object.assign(document.createElement("button"), { type: "button", textContent: words().dismiss, onclick: () => { drop(one.id); draw(); } });
    item.append(link, ": ", one.refused || words().refused, gone);
    if (one.typed) item.append(Object.assign(document.createElement("q"), { textContent: one.typed }));
    return item;
  };
  const buttonsOf = (one) => {
    const forms = [...document.forms].filter((form) => form.getAttribute("action") === one.url);
    return forms.flatMap((form) => [...form.elements, ...document.querySelectorAll(`button[form="${form.id}"]`)]).filter((part) => part.matches("button:not([type=button])"));
  };
  const hold = () => {
    const held = new Set(waiting().flatMap((one) => [...document.forms].filter((form) => form.getAttribute("action") === one.url).map((form) => form.closest(".p-card--barred"))));
    document.querySelectorAll(".p-card--barred").forEach((card) => card.querySelectorAll(".p-bar > button, .p-choices button").forEach((button) => {
      if (!button.dataset.isSending) button.disabled = held.has(card);
    }));
  };
  const mark = () => {
    const now = new Set(waiting().flatMap((one) => buttonsOf(one)));
    document.querySelectorAll("[data-is-sending]").forEach((button) => {
      if (now.has(button)) return;
      button.innerHTML = ""; button.append(...button.placetLabel);
      button.disabled = false; delete button.dataset.isSending;
    });
    now.forEach((button) => {
      if (button.dataset.isSending) return;
      button.placetLabel = [...button.childNodes];
      button.textContent = words().sending;
      button.disabled = true; button.dataset.isSending = "1";
      document.dispatchEvent(new CustomEvent("placet:say", { detail: words().sending }));
    });
    hold();
  };
  const draw = (quiet = false) => {
    if (!bar) return;
    mark();
    const kept = waiting(), refused = all().filter((one) => one.refused !== undefined);
    const text = bar.querySelector("[data-sending-text]"), list = bar.querySelector("ul");
    text.hidden = !kept.length;
    const before = text.textContent;
    text.textContent = kept.length ? `${counted(kept.length)} ${loggedOut ? words().loggedOut : navigator.onLine ? "" : words().offline}`.trim() : "";
    if (text.textContent && text.textContent !== before && !quiet) document.dispatchEvent(new CustomEvent("placet:say", { detail: text.textContent }));
    bar.querySelector("[data-sending-log-in]").hidden = !(loggedOut && kept.length);
    list.replaceChildren(...refused.map(line));
    bar.hidden = quiet || !(kept.length || refused.length);
  };
  const later = () => {
    clearTimeout(timer);
    if (waiting().length) timer = setTimeout(run, PAUSES[Math.min(tries++, PAUSES.length - 1)] * 1000);
  };

  const settle = (one, became) => {
    if (became.state === "done") {
      drop(one.id);
      const asked = `${location.pathname}` === one.page || one.here === location.href;
      if (asked && became.go) { location.assign(became.go); return true; }
    } else if (became.state === "refused") change(one.id, { refused: became.sentence });
    loggedOut = became.state === "out";
    return false;
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request(KEY, { ifAvailable: true }, (lock) => (lock ? work() : null)) : work());
  const run = async () => {
    if (busy) return;
    busy = true;
    try {
      await alone(async () => {
        for (const one of waiting()) {
          const became = await send(one);
          if (settle(one, became)) return;
          if (became.state === "later" || became.state === "out") break;
          tries = 0;
        }
      });
    } finally {
      busy = false;
      draw();
      if (!loggedOut) later();
    }
  };

  const kept = (form, submitter) => {
    const data = [...new FormData(form, submitter)].filter(([name, value]) => typeof value === "string" && !SECRET.has(name));
    const said = data.filter(([name]) => ["reason", "text", "remarks"].includes(name)).map(([, value]) => value).filter(Boolean);
    return { id: form.elements.press.value, url: form.getAttribute("action"), body: new URLSearchParams(data).toString(), name: form.dataset.decision, page: form.dataset.case || location.pathname, typed: said.join(" · "), here: location.href };
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches?.("form[data-decision]") || !form.elements.press) return;
    const one = kept(form, event.submitter);
    if (!add(one)) return; // no room to keep it: the browser sends it as ever
    event.preventDefault();
    form.dataset.pressed = "1";
    mark();
    if (!navigator.onLine) { draw(); later(); return; }
    busy = true;
    const slow = setTimeout(draw, 1500);
    const became = await send(one);
    clearTimeout(slow);
    busy = false;
    if (became.state === "done") { drop(one.id); location.assign(became.go || location.href); return; }
    if (became.state === "refused") { drop(one.id); mark(); delete form.dataset.decision; delete form.dataset.pressed; form.requestSubmit(event.submitter?.disabled ? null : event.submitter); return; }
    loggedOut = became.state === "out";
    draw();
    later();
  });

  window.addEventListener("online", () => { tries = 0; run(); });
  window.addEventListener("offline", () => draw());
  window.addEventListener("storage", (event) => { if (event.key === KEY) draw(); });
  window.addEventListener("pageshow", () => {
    bar = document.querySelector("[data-sending-bar]");
    if (!bar) return;
    draw();
    if (waiting().length) run();
  });
})();
