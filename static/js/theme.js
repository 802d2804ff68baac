// Loaded before the page is painted, so that a remembered choice of colours never flashes.
"use strict";
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be closed to us; the colours of the system then hold.
  }
})();
