"use strict";
/* Pictures of files. One that is being prepared appears by itself. A tap opens it over the page: two fingers or a wheel
   zoom, a finger moves it, a double tap zooms in and out, a swipe goes to the next file; Esc, + - and arrows do the same.
   Back closes it and stays on the page. */
(() => {
  const EVERY = 4000;
  const MOST_TRIES = 30;
  const MOST = 8;
  const SWIPE = 60;

  const wait = (said, tries) => {
    if (!tries) return;
    setTimeout(async () => {
      let status = 0;
      try { status = (await fetch(said.dataset.lookAwaited, { redirect: "manual" })).status; } catch { /* no network: later */ }
      if (status === 200) window.htmx?.ajax("GET", location.href, { target: said.closest(".p-look"), select: `.p-look:has([data-look="${said.dataset.lookAwaited}"])`, swap: "outerHTML" });
      else if (!status || status === 202) wait(said, tries - 1);
    }, EVERY);
  };

  let viewer, image, name, back, on, shown = [], at = 0;
  let scale = 1, x = 0, y = 0;
  const fingers = new Map();
  let start = null, lastTap = 0;

  const place = () => { image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; };
  const bound = () => {
    const roomX = Math.max(0, (image.clientWidth * scale - viewer.clientWidth) / 2);
    const roomY = Math.max(0, (image.clientHeight * scale - viewer.clientHeight) / 2);
    x = Math.min(roomX, Math.max(-roomX, x));
    y = Math.min(roomY, Math.max(-roomY, y));
  };
  const zoom = (to, px = viewer.clientWidth / 2, py = viewer.clientHeight / 2) => {
    const next = Math.min(MOST, Math.max(1, to));
    const dx = px - viewer.clientWidth / 2 - x, dy = py - viewer.clientHeight / 2 - y;
    x -= dx * (next / scale - 1);
    y -= dy * (next / scale - 1);
    scale = next;
    bound();
    place();
    viewer.dataset.scale = scale.toFixed(2);
  };
  const show = (number) => {
    at = (number + shown.length) % shown.length;
    const one = shown[at];
    image.src = one.dataset.look;
    image.alt = one.querySelector("img").alt;
    name.textContent = shown.length > 1 ? `${one.dataset.lookName} (${at + 1}/${shown.length})` : one.dataset.lookName;
    back.hidden = on.hidden = shown.length < 2;
    scale = 1; x = y = 0;
    zoom(1);
  };
  const middle = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  const remember = () => { start = { x, y, scale, ...(fingers.size > 1 ? { two: middle() } : { one: { ...[...fingers.values()][0] } }) }; };

  const down = (event) => {
    if (event.target.closest("button")) return;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    remember();
  };
  const move = (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size > 1 && start.two) {
      const now = middle();
      zoom(start.scale * (now.apart / Math.max(1, start.two.apart)), now.x, now.y);
    } else if (start.one && scale > 1) {
      x = start.x + event.clientX - start.one.x;
      y = start.y + event.clientY - start.one.y;
      bound();
      place();
    }
  };
  const up = (event) => {
    if (!fingers.has(event.pointerId)) return;
    const alone = fingers.size === 1 && start?.one;
    const moved = alone ? event.clientX - start.one.x : 0;
    const fell = alone ? event.clientY - start.one.y : 0;
    fingers.delete(event.pointerId);
    if (alone && scale === 1 && Math.abs(moved) > SWIPE && Math.abs(moved) > Math.abs(fell) && shown.length > 1) show(at + (moved < 0 ? 1 : -1));
    else if (alone && scale === 1 && fell > 2 * SWIPE) viewer.close();
    else if (alone && Math.hypot(moved, fell) < 8) {
      if (event.timeStamp - lastTap < 320) { zoom(scale > 1 ? 1 : 2.5, event.clientX, event.clientY); lastTap = 0; } else lastTap = event.timeStamp;
    }
    if (fingers.size) remember();
  };

  const button = (text, label, act, kind = "") => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: kind, onclick: act });
    made.setAttribute("aria-label", label);
    return made;
  };
  const build = () => {
    const words = document.querySelector("[data-look-words]").dataset;
    viewer = Object.assign(document.createElement("dialog"), { className: "p-viewer" });
    const stage = Object.assign(document.createElement("div"), { className: "p-viewer__stage" });
    const head = Object.assign(document.createElement("div"), { className: "p-viewer__head" });
    image = stage.appendChild(Object.assign(document.createElement("img"), { draggable: false }));
    image.addEventListener("load", () => { bound(); place(); });
    name = head.appendChild(Object.assign(document.createElement("span"), { className: "p-viewer__name" }));
    head.append(button("−", words.lookOut, () => zoom(scale / 1.5)), button("+", words.lookIn, () => zoom(scale * 1.5)), button("×", words.lookClose, () => viewer.close()));
    back = button("‹", words.lookBack, () => show(at - 1), "p-viewer__step p-viewer__step--back");
    on = button("›", words.lookOn, () => show(at + 1), "p-viewer__step p-viewer__step--on");
    viewer.append(stage, head, back, on);
    viewer.setAttribute("aria-label", words.lookTitle);
    stage.addEventListener("pointerdown", down);
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", up);
    stage.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
    stage.addEventListener("wheel", (event) => { event.preventDefault(); zoom(scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX, event.clientY); }, { passive: false });
    viewer.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") zoom(scale * 1.5);
      else if (event.key === "-") zoom(scale / 1.5);
      else if (event.key === "ArrowRight" && shown.length > 1) show(at + 1);
      else if (event.key === "ArrowLeft" && shown.length > 1) show(at - 1);
    });
    // Closed by hand: its entry in the history goes, too, so that Back leads where it led before.
    viewer.addEventListener("close", () => { if (history.state?.placetLook) history.back(); });
    document.body.append(viewer);
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-look]");
    if (!opener) return;
    if (!viewer) build();
    shown = [...document.querySelectorAll("[data-look]")];
    fingers.clear();
    viewer.showModal();
    history.pushState({ placetLook: true }, "");
    show(shown.indexOf(opener));
  });
  window.addEventListener("popstate", () => { if (viewer?.open) viewer.close(); });
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-look-awaited]").forEach((said) => wait(said, MOST_TRIES)));
})();
