"use strict";
/* A text field that searches on the server: arrows, Enter and Escape work, the code picked goes into a hidden input. */
(() => {
  const parts = (inside) => {
    const box = inside.closest("[data-combo]");
    return box && {
      box,
      text: box.querySelector("[data-combo-text]"),
      value: box.querySelector("[data-combo-value]"),
      list: box.querySelector(".p-combo__list"),
    };
  };
  const options = (list) => [...list.querySelectorAll("[role=option]")];
  const current = (list) => list.querySelector("[aria-selected=true]");

  const open = (combo) => {
    combo.list.hidden = false;
    combo.text.setAttribute("aria-expanded", "true");
  };
  const close = (combo) => {
    combo.list.hidden = true;
    combo.text.setAttribute("aria-expanded", "false");
    combo.text.removeAttribute("aria-activedescendant");
  };
  const mark = (combo, option) => {
    current(combo.list)?.setAttribute("aria-selected", "false");
    if (!option) return;
    option.id = option.id || `${combo.text.id}-${options(combo.list).indexOf(option)}`;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    combo.text.setAttribute("aria-activedescendant", option.id);
  };
  const set = (combo, code, label) => {
    const changed = combo.value.value !== code;
    combo.value.value = code;
    combo.value.dataset.label = label;
    combo.text.value = label;
    combo.box.dataset.picked = "1"; // an answer still on its way must not open the list again
    close(combo);
    if (changed) combo.value.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const move = (combo, step) => {
    const all = options(combo.list);
    if (!all.length) return;
    const at = all.indexOf(current(combo.list));
    mark(combo, all[(at + step + all.length) % all.length]);
  };

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-combo-text]")) {
      delete event.target.closest("[data-combo]").dataset.picked;
      event.target.select();
      window.htmx?.trigger(event.target, "combo-open");
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const combo = event.target.matches?.(".p-combo__list") && parts(event.target);
    if (combo && !combo.box.dataset.picked && document.activeElement === combo.text) open(combo);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-combo-text]")) delete event.target.closest("[data-combo]").dataset.picked;
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-combo-text]")) return;
    const combo = parts(event.target);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open(combo);
      move(combo, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !combo.list.hidden) {
      event.preventDefault();
      const option = current(combo.list) || (options(combo.list).length === 1 && options(combo.list)[0]);
      if (option) set(combo, option.dataset.code, option.dataset.label);
    } else if (event.key === "Escape" && !combo.list.hidden) {
      event.stopPropagation();
      close(combo);
    }
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[data-combo] [role=option]");
    if (!option) return;
    event.preventDefault();
    set(parts(option), option.dataset.code, option.dataset.label);
  });
  document.addEventListener("focusout", (event) => {
    if (!event.target.matches?.("[data-combo-text]")) return;
    const combo = parts(event.target);
    if (combo.text.value.trim() === "") set(combo, "", "");
    else {
      combo.text.value = combo.value.dataset.label || "";
      close(combo);
    }
  });
})();
