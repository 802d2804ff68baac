// Comments work without this. With it: a thread changes in its place and the focus goes on from there, typing in it is
// no change of the answers around it, and leaving with a comment half written asks first.
"use strict";
(() => {
  const isBox = (target) => target instanceof HTMLTextAreaElement && target.closest(".thread") !== null;
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (isBox(event.target)) event.stopPropagation(); }, true);
  }

  let leaving = false;
  window.addEventListener("beforeunload", (event) => {
    const boxes = document.querySelectorAll(".thread textarea");
    if (!leaving && [...boxes].some((box) => box.value !== box.defaultValue)) event.preventDefault();
  });
  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });

  document.addEventListener("htmx:afterSettle", (event) => {
    const thread = document.getElementById(event.detail.target?.id ?? "");
    if (!thread?.matches(".thread")) return;
    const place = thread.querySelector("[data-focus]") ?? thread.querySelector("summary, textarea");
    place?.focus();
    place?.removeAttribute("data-focus");
  });

  // Signed out meanwhile: sent the plain way, what was typed goes along through signing in.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig?.elt;
    if (event.detail.xhr.status !== 401 || !button?.closest(".thread")) return;
    event.detail.isError = false;
    leaving = true;
    button.disabled = false;
    button.form.requestSubmit(button);
  });
})();
