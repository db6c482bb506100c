"use strict";
/* Which part of a page somebody wanted is never told to the server: it is kept until he has logged in. */
document.addEventListener("submit", (event) => {
  const next = event.target.elements?.next;
  if (next && /^#[\w-]+$/.test(location.hash) && !next.value.includes("#")) next.value += location.hash;
});
