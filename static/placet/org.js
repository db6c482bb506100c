"use strict";
/* The company: open the whole chart, copy a link, show what would change when an option is ticked. */
(() => {
  document.addEventListener("click", (event) => {
    const all = event.target.closest?.("[data-open-all]");
    if (all) {
      const units = [...document.querySelectorAll(".o-unit")];
      const open = units.some((unit) => !unit.open);
      units.forEach((unit) => { unit.open = open; });
      const other = all.dataset.openAll;
      all.dataset.openAll = all.textContent;
      all.textContent = other;
    }
    const copy = event.target.closest?.("[data-copy]");
    if (copy) {
      const text = copy.parentElement.querySelector("[data-copy-text]");
      text.select();
      const done = () => { copy.textContent = copy.dataset.done; };
      if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(done);
      else if (document.execCommand("copy")) done();
    }
  });
  document.addEventListener("change", (event) => {
    event.target.closest?.("[data-submit-on-change]")?.requestSubmit();
    const name = event.target.matches?.(".p-drop input[type=file]") && event.target.closest(".p-drop").querySelector("[data-file-name]");
    if (name && event.target.files.length) name.textContent = event.target.files[0].name;
  });
})();
