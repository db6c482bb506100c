"use strict";
/* What eyes see at once is told to a screen reader, too: what was done, what is chosen, what a form works out by itself; and
   after a refusal the keyboard stands in the first field that is wrong, or at the sentence that says what is wrong. */
(() => {
  const FIELDS = "input:not([type=hidden]), select, textarea";
  const AFTER = 60; // a region is read when its text changes, not when it is there at once

  const say = (text) => {
    const region = document.querySelector("[data-heard]");
    if (!region || !text) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, AFTER);
  };
  document.addEventListener("placet:say", (event) => say(event.detail));

  // -- what is wrong -----------------------------------------------------------------------------------

  const tie = (error, number) => {
    const field = error.closest(".p-field, form")?.querySelector(FIELDS);
    if (!field || error.closest("[id$='-errors']")) return;
    error.id = error.id || `error-${number}`;
    field.setAttribute("aria-invalid", "true");
    const told = field.getAttribute("aria-describedby");
    if (!told?.split(" ").includes(error.id)) field.setAttribute("aria-describedby", told ? `${told} ${error.id}` : error.id);
  };
  const seen = (selector) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
  const goToWhatIsWrong = () => {
    document.querySelectorAll(".p-page .p-field__error").forEach(tie);
    const invalid = seen(".p-page [aria-invalid='true']");
    const field = invalid?.matches(FIELDS) ? invalid : invalid?.querySelector(FIELDS);
    const place = field || seen(".p-page [data-problem]");
    if (!place) return;
    place.focus();
    const search = place.closest("[data-combo]");
    if (search) search.dataset.picked = "1"; // its list opens when one types, not now
  };

  // -- what changes by itself ---------------------------------------------------------------------------

  const name = (field) => field.querySelector(".p-field__label, .p-check")?.textContent.replace("*", "").trim();
  const look = (form) => new Map([...form.querySelectorAll("[data-field]")].map((field) => [
    field.dataset.field,
    { shown: !field.hidden, text: field.querySelector("output")?.textContent.trim(), name: name(field) },
  ]));
  const before = new WeakMap();
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.matches?.("form[data-autosave]")) before.set(event.target, look(event.target));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const was = before.get(event.target);
    if (!was) return;
    before.delete(event.target);
    const news = [...look(event.target)].filter(([code, now]) => now.shown && (!was.get(code)?.shown || was.get(code).text !== now.text));
    say(news.map(([, now]) => (now.text ? `${now.name}: ${now.text}` : now.name)).join("; "));
  });

  let unread = "";
  const bell = () => document.querySelector("[data-bell] [data-unread]");
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.closest?.("[data-bell]")) return;
    const number = bell()?.dataset.unread || "";
    if (Number(number) > Number(unread)) say(bell().querySelector(".w-sr-only")?.textContent);
    unread = number;
  });

  // The shell's sidebar takes the focus on every Escape of a small screen, even when it is closed itself.
  window.addEventListener("keydown", (event) => {
    const was = document.activeElement;
    if (event.key !== "Escape" || !was || was.closest(".sidebar")) return;
    setTimeout(() => {
      if (!document.activeElement?.matches(".sidebar-nav-toggle")) return;
      [was, was.closest("details")?.querySelector("summary")].find((one) => one?.checkVisibility())?.focus();
    });
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    unread = bell()?.dataset.unread || "";
    goToWhatIsWrong();
    const told = [...document.querySelectorAll(".messages li")].map((one) => one.textContent.replace(/\s+/g, " ").trim());
    setTimeout(() => say(told.join(" ")), 300);
  });
})();
