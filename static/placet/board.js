"use strict";
/* The board and its list: filters that apply at once, boxes that close, the column that a phone shows. */
(() => {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-list-filters] [data-at-once]")) event.target.form.requestSubmit();
  });

  // An address names only the filters that are in use.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-list-filters]")) return;
    const unused = [...event.target.elements].filter((one) => one.name && !one.value && !one.disabled);
    unused.forEach((one) => { one.disabled = true; });
    setTimeout(() => unused.forEach((one) => { one.disabled = false; }));
  });

  const boxes = () => document.querySelectorAll(".b-pop[open]");
  document.addEventListener("click", (event) => boxes().forEach((one) => { if (!one.contains(event.target)) one.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    boxes().forEach((one) => { one.open = false; one.querySelector("summary").focus(); });
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".b-pop[open]")) event.target.querySelector("input:not([type=hidden]), select")?.focus();
  }, true);

  const markColumn = () => document.querySelectorAll("[data-chooser] a").forEach((one) => {
    if (one.hash === (location.hash || "#board")) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  });
  window.addEventListener("hashchange", markColumn);
  document.addEventListener("DOMContentLoaded", markColumn);
})();
