// What no page needs but is pleasanter with: choice of colours, the token for htmx, outlines opened for the printer.
"use strict";
(() => {
  const root = document.documentElement;
  const ORDER = ["system", "light", "dark"];

  const current = () => root.dataset.theme ?? "system";
  const remember = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // Not remembered, but in force on this page.
    }
  };
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const show = () => {
      button.textContent = button.dataset[current()];
    };
    button.addEventListener("click", () => {
      remember(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
      show();
    });
    show();
    button.closest("[hidden]")?.removeAttribute("hidden");
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "get") return;
    const form = event.detail.elt.closest("form");
    const field = form?.querySelector("[name=csrfmiddlewaretoken]") ?? document.querySelector("[name=csrfmiddlewaretoken]");
    if (field) event.detail.headers["X-CSRFToken"] = field.value;
  });

  // What was typed or chosen before htmx was there, or kept by the browser on the way back, has told nobody of itself.
  const isTouched = (field) => {
    if (!field.matches("select")) return field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  };
  document.addEventListener(
    "htmx:load",
    () => {
      for (const form of document.querySelectorAll("form[hx-get]")) {
        const fields = form.querySelectorAll("input:is([type=search], [type=date], [type=number]), select");
        if ([...fields].some(isTouched)) form.requestSubmit();
      }
    },
    { once: true },
  );

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .folded-on-paper *)")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
