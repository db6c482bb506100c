"use strict";
/* On a small screen the answers of a task open as a sheet from below; on a large one they stand in the page. */
(() => {
  const small = window.matchMedia("(max-width: 49.9375rem)");
  const sheets = () => document.querySelectorAll(".p-card:has(> .p-bar) > .p-choices");

  const fit = () => sheets().forEach((sheet) => {
    const asks = sheet.closest("section")?.getAttribute("aria-labelledby");
    const as = { popover: "auto", role: "dialog", "aria-labelledby": asks };
    Object.entries(as).forEach(([name, value]) => { if (small.matches && value) sheet.setAttribute(name, value); else sheet.removeAttribute(name); });
  });
  const open = (sheet, only) => {
    if (!sheet.popover) return;
    const part = only && sheet.querySelector(`[data-${only}]`);
    if (part) { sheet.dataset.only = only; part.open = true; } else delete sheet.dataset.only;
    sheet.showPopover();
    (part || sheet).querySelector(part ? "textarea" : "summary")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-sheet]");
    if (button) open(document.getElementById(button.dataset.sheet), button.dataset.sheetOnly || "");
  });
  small.addEventListener("change", fit);
  document.addEventListener("DOMContentLoaded", () => {
    fit();
    // An answer that was refused comes back open: so is its sheet.
    sheets().forEach((sheet) => { if (sheet.popover && sheet.querySelector(".p-field__error")) open(sheet, ""); });
  });
})();
