"use strict";
/* The bell counts again every half minute; the entry in the sidebar shows the same number. */
(() => {
  const sidebar = () => {
    const bell = document.querySelector("[data-bell]");
    const entry = bell && document.querySelector(`.sidebar a[href="${bell.getAttribute("href")}"]`);
    if (!entry) return;
    const number = bell.querySelector("[data-unread]")?.dataset.unread || "";
    if (number) entry.dataset.badge = number; else delete entry.dataset.badge;
  };
  document.addEventListener("htmx:afterSwap", (event) => { if (event.target.closest?.("[data-bell]")) sidebar(); });
})();
