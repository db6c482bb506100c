"use strict";
/* On a small screen the answers of a task open as a sheet from below; on a large one they stand in the page. */
(() => {
  const small = window.matchMedia("(max-width: 49.9375rem)");
  const sheets = () => document.querySelectorAll(".p-card--barred > .p-choices");

  const fit = () => sheets().forEach((sheet) => {
    const asks = sheet.closest("section")?.getAttribute("aria-labelledby");
    const as = { popover: "auto", role: "dialog", "aria-labelledby": asks };
    Object.entries(as).forEach(([name, value]) => { if (small.matches && value) sheet.setAttribute(name, value); else sheet.removeAttribute(name); });
  });
  let opener = null;
  const open = (sheet, only, from = null) => {
    if (!sheet.popover) return;
    opener = from;
    const part = only && sheet.querySelector(`[data-${only}]`);
    if (part) { sheet.dataset.only = only; part.open = true; } else delete sheet.dataset.only;
    sheet.showPopover();
    (part || sheet).querySelector(part ? "textarea" : "summary")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-sheet]");
    if (button) open(document.getElementById(button.dataset.sheet), button.dataset.sheetOnly || "", button);
  });
  // Whoever closes the sheet stands again where it was opened, unless something else was chosen meanwhile.
  document.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !event.target.matches?.(".p-choices")) return;
    const left = document.activeElement;
    if (!left || left === document.body || event.target.contains(left) || left.matches(".sidebar-nav-toggle")) opener?.focus();
  }, true);
  small.addEventListener("change", fit);
  document.addEventListener("DOMContentLoaded", () => {
    fit();
    // An answer that was refused comes back open: so is its sheet.
    sheets().forEach((sheet) => { if (sheet.popover && sheet.querySelector(".p-field__error")) open(sheet, ""); });
  });
})();
