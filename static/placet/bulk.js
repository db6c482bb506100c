"use strict";
/* Tasks ticked in the inbox: how many, and their sums by currency; all of a process at once; x ticks a row;
   without a network nothing is sent. */
(() => {
  const ticks = () => [...document.querySelectorAll('input[name="chosen"][form="bulk"]')];
  const language = document.documentElement.lang || "en";

  // Amounts are added in hundredths of hundredths as whole numbers: never as floats.
  const whole = (text) => {
    const [units, part = ""] = text.split(".");
    return BigInt(units + part.padEnd(4, "0").slice(0, 4));
  };

  const money = (total, currency) =>
    new Intl.NumberFormat(language, { style: "currency", currency }).format(Number(total) / 10000);

  const sums = (chosen) => {
    const found = new Map();
    for (const { dataset: { amount, currency } } of chosen) {
      if (amount && currency) found.set(currency, (found.get(currency) ?? 0n) + whole(amount));
    }
    const texts = [...found].sort((a, b) => (a[1] < b[1] ? 1 : -1)).map(([currency, total]) => money(total, currency));
    return new Intl.ListFormat(language, { type: "conjunction" }).format(texts);
  };

  let counted = false;
  const show = () => {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const all = ticks(), chosen = all.filter((tick) => tick.checked);
    const said = bar.dataset.said.replace("{n}", chosen.length);
    const total = sums(chosen);
    const output = bar.querySelector("output"), text = total ? `${said} · ${total}` : said;
    if (output.textContent !== text && counted) document.dispatchEvent(new CustomEvent("placet:say", { detail: text }));
    output.textContent = text;
    counted = true;
    document.querySelectorAll("[data-pick-all]").forEach((box) => {
      const own = all.filter((tick) => tick.dataset.process === box.dataset.pickAll);
      const on = own.filter((tick) => tick.checked).length;
      box.checked = own.length > 0 && on === own.length;
      box.indeterminate = on > 0 && on < own.length;
    });
  };

  document.addEventListener("change", (event) => {
    const all = event.target.dataset?.pickAll;
    if (all !== undefined) ticks().filter((tick) => tick.dataset.process === all).forEach((tick) => { tick.checked = event.target.checked; });
    if (all !== undefined || event.target.name === "chosen") show();
  });
  document.addEventListener("reset", (event) => { if (event.target.matches("[data-bulk]")) setTimeout(show); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const tick = event.target.closest("tr")?.querySelector('input[name="chosen"]');
    if (tick) { event.preventDefault(); tick.checked = !tick.checked; show(); }
  });

  // What is approved together is not kept for later: without a network it is said, and everything stays as it was ticked.
  const PATIENCE = 8000;
  const reached = async () => {
    const patience = new AbortController(), clock = setTimeout(() => patience.abort(), PATIENCE);
    try { return (await fetch("/healthz", { cache: "no-store", signal: patience.signal })).ok; }
    catch { return false; }
    finally { clearTimeout(clock); }
  };
  const tell = (form, text) => {
    const said = form.querySelector("[data-no-network]");
    said.hidden = !text;
    if (text) document.dispatchEvent(new CustomEvent("placet:say", { detail: said.textContent }));
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.querySelector?.("[data-no-network]") || form.dataset.reached) return;
    event.preventDefault();
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    const ok = navigator.onLine && await reached();
    delete form.dataset.asking;
    tell(form, !ok);
    if (!ok) return;
    form.dataset.reached = "1";
    form.requestSubmit(event.submitter);
  }, true);

  const begin = () => {
    document.querySelectorAll("[data-picks]").forEach((part) => { part.hidden = false; });
    show();
  };
  document.addEventListener("DOMContentLoaded", begin);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-reached]").forEach((form) => delete form.dataset.reached);
    show();
  });
})();
