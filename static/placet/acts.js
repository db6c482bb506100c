"use strict";
/* Small things of our pages: filters that apply at once, one press of a button, more rows of remarks, dropped files. */
(() => {
  const showWays = () => document.querySelectorAll("[data-shows]").forEach((input) => {
    const part = document.getElementById(input.dataset.shows);
    if (part) part.hidden = !input.checked;
  });
  document.addEventListener("DOMContentLoaded", showWays);
  window.addEventListener("pageshow", showWays);

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-shows]")) showWays();
    if (event.target.form?.matches("[data-filters]")) event.target.form.requestSubmit();
    if (event.target.matches("input[type=file][data-max-bytes]")) {
      const most = Number(event.target.dataset.maxBytes) * 1.05;
      const tooBig = [...event.target.files].some((file) => file.size > most);
      event.target.setCustomValidity(tooBig ? event.target.dataset.tooBig : "");
      if (tooBig) { event.target.reportValidity(); event.stopImmediatePropagation(); event.target.value = ""; }
    }
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.pressed) { event.preventDefault(); return; }
    form.dataset.pressed = "1";
    setTimeout(() => delete form.dataset.pressed, 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-pressed]").forEach((form) => delete form.dataset.pressed));

  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more-rows]");
    if (!more) return;
    const rows = document.getElementById(more.dataset.moreRows);
    const copy = rows.lastElementChild.cloneNode(true);
    copy.querySelectorAll("textarea").forEach((area) => { area.value = ""; area.required = false; });
    rows.append(copy);
    copy.querySelector("textarea").focus();
  });

  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => event.target.closest?.("[data-drop]")?.classList.toggle("is-over", over));
  }

  document.addEventListener("placet:revision", (event) => {
    document.querySelectorAll("[data-revision]").forEach((input) => { input.value = event.detail.revision; });
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    // An answer with a refusal still carries what to draw; a page of log-in is no fragment.
    const { xhr } = event.detail;
    if ([403, 404, 409, 413, 422].includes(xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
    if (xhr.responseURL.includes("/login/")) { event.detail.shouldSwap = false; document.querySelector("[data-logged-out]")?.removeAttribute("hidden"); }
  });
})();
