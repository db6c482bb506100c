"use strict";
/* Nothing typed is lost. A form with data-keep="key" leaves a copy on this computer while it is not saved, and takes it
   back when the page is opened again (a session that ended, a closed window). A form with data-autosave="address" saves
   itself there a moment after the last change. The copy is removed once the server has it. */
(() => {
  const PREFIX = "placet:typed:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const SILENT = new Set(["csrfmiddlewaretoken", "revision", "press", "q", "file", "then", "keep"]);
  const DONE = "placet-kept";

  // The platform's moment, which may be shifted: the page says when it was drawn.
  const drawn = Date.parse(document.querySelector("meta[name=placet-now]")?.content || "");

  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const freshToken = (form) => {
    const token = cookie("csrftoken");
    const input = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && input) input.value = token;
  };
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => !SILENT.has(name) && !name.endsWith(".here") && typeof value === "string");
  const key = (form) => PREFIX + form.dataset.keep;
  const store = (form) => {
    try { localStorage.setItem(key(form), JSON.stringify({ at: drawn, base: form.dataset.base || "", typed: typed(form) })); } catch { /* full or forbidden */ }
  };
  const forget = (form) => localStorage.removeItem(key(form));

  const put = (form, pairs) => {
    const wanted = new Map();
    pairs.forEach(([name, value]) => wanted.set(name, [...(wanted.get(name) || []), value]));
    let changed = false;
    for (const input of form.elements) {
      if (!input.name || SILENT.has(input.name) || input.name.endsWith(".here") || input.type === "submit" || input.type === "file") continue;
      const values = wanted.get(input.name) || [];
      if (input.type === "checkbox" || input.type === "radio") {
        const on = values.includes(input.value);
        changed = changed || input.checked !== on;
        input.checked = on;
      } else {
        const value = values.length ? values.shift() : "";
        if (!values.length && !pairs.some(([name]) => name === input.name)) continue;
        changed = changed || input.value !== value;
        input.value = value;
      }
    }
    return changed;
  };
  const restore = (form) => {
    const raw = localStorage.getItem(key(form));
    if (!raw) return;
    const kept = JSON.parse(raw);
    const stale = drawn - kept.at > WEEK || kept.base !== (form.dataset.base || "");
    if (stale || !put(form, kept.typed)) { forget(form); return; }
    form.querySelector("[data-restored]")?.removeAttribute("hidden");
    form.closest("details")?.setAttribute("open", "");
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const say = (form, text, tone) => {
    const line = form.querySelector("[data-save-state]");
    if (!line) return;
    line.textContent = text;
    line.dataset.tone = tone || "";
  };
  const timers = new WeakMap();
  const dirty = new WeakSet();
  const autosave = async (form) => {
    if (!dirty.has(form) || form.dataset.busy) return;
    dirty.delete(form);
    freshToken(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")), headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" }, redirect: "manual" });
      if (answer.status === 200) {
        const told = await answer.json();
        form.elements.revision.value = told.revision;
        form.dataset.base = String(told.content);
        if (!dirty.has(form) && told.whole) forget(form); else store(form);
        say(form, told.sentence, told.whole ? "" : "bad");
      } else if (answer.status === 409) {
        say(form, (await answer.json()).sentence, "bad");
      } else {
        dirty.add(form);
        say(form, form.dataset.loggedOut, "bad");
      }
    } catch {
      dirty.add(form);
      say(form, form.dataset.offline, "bad");
    }
  };

  const changed = (event) => {
    const form = event.target.form;
    if (!form?.dataset.keep || SILENT.has(event.target.name)) return;
    store(form);
    if (!form.dataset.autosave) return;
    dirty.add(form);
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => autosave(form), 2500));
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", (event) => {
    freshToken(event.target);
    const form = event.target;
    if (!form.dataset.keep) return;
    form.dataset.busy = "1";
    clearTimeout(timers.get(form));
    // The server says in a cookie that it has what this form held; until then the copy stays.
    const mark = form.elements.keep || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "keep" }));
    mark.value = form.dataset.keep;
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = cookie("csrftoken");
    if (token) event.detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("DOMContentLoaded", () => {
    const done = cookie(DONE);
    if (done) {
      localStorage.removeItem(PREFIX + done);
      document.cookie = `${DONE}=; Max-Age=0; Path=/; SameSite=Lax`;
    }
    document.querySelectorAll("form[data-keep]").forEach(restore);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.action.endsWith("/logout/")) Object.keys(localStorage).filter((one) => one.startsWith(PREFIX)).forEach((one) => localStorage.removeItem(one));
  });
})();
