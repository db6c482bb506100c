"use strict";
/* A pile of tasks is dragged into another order, among those alike; and what an assistant prepared is taken over into the
   form of remarks, where nothing is decided by it. */
(() => {
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-pile]").forEach((pile) => pile.classList.add("is-draggable")));

  let dragged = null;
  const over = (event) => {
    const task = event.target.closest?.("[data-task]");
    return dragged && task && task !== dragged && task.dataset.kind === dragged.dataset.kind ? task : null;
  };
  const clear = () => document.querySelectorAll(".a-task.is-over").forEach((task) => task.classList.remove("is-over"));
  document.addEventListener("dragstart", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip) return;
    dragged = grip.closest("[data-task]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.task);
    event.dataTransfer.setDragImage(dragged, 20, 20);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const task = over(event);
    clear();
    if (!task) return;
    event.preventDefault();
    task.classList.add("is-over");
  });
  document.addEventListener("drop", (event) => {
    const task = over(event);
    if (!task) return;
    event.preventDefault();
    const before = dragged.compareDocumentPosition(task) & Node.DOCUMENT_POSITION_PRECEDING;
    task[before ? "before" : "after"](dragged);
    const form = document.getElementById(task.closest("[data-pile]").dataset.pile);
    task.closest("[data-pile]").querySelectorAll("[data-task]").forEach((one) => {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "task", value: one.dataset.task }));
    });
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });

  document.addEventListener("click", (event) => {
    const take = event.target.closest?.("[data-take-over]");
    const rows = take && document.getElementById(take.dataset.takeOver);
    if (!rows) return;
    event.preventDefault();
    const drafts = [...take.closest("[data-prepared]").querySelectorAll("[data-draft-remark]")].map((one) => one.textContent.trim());
    const there = () => [...rows.querySelectorAll("textarea")];
    const said = new Set(there().map((area) => area.value.trim()));
    drafts.filter((text) => !said.has(text)).forEach((text) => {
      let area = there().find((one) => !one.value.trim());
      if (!area) {
        const copy = rows.lastElementChild.cloneNode(true);
        rows.append(copy);
        area = copy.querySelector("textarea");
        area.required = false;
      }
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    rows.closest("details").open = true;
    there()[0].focus();
  });
})();
