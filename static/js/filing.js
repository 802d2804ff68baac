// Filing works without this. With it: sources can be added without saving, leaving a description that is not saved
// asks first, and times are shown in the reader's own zone. Answers save themselves: autosave.js.
"use strict";
(() => {
  const form = document.querySelector("form[data-filing]");

  const alert = document.querySelector("main .errors[role=alert]");
  if (alert) {
    alert.tabIndex = -1;
    alert.focus({ preventScroll: location.hash !== "" });
  }

  const localTimes = () => {
    for (const time of document.querySelectorAll("[data-saved] time, [data-state] time")) {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      const isToday = moment.toDateString() === new Date().toDateString();
      const style = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
      if (!isToday) Object.assign(style, { day: "numeric", month: "long", year: "numeric" });
      time.textContent = moment.toLocaleString(window.kept.locale, style);
    }
  };
  localTimes();
  document.addEventListener("filing:placed", localTimes);

  if (!form) return;

  // The description has no autosave: ask before it is lost, and send it once.
  if (!form.dataset.assessment) {
    let touched = form.querySelector(".has-error") !== null;
    let sent = false;
    form.addEventListener("input", () => {
      touched = true;
    });
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
      touched = false;
      setTimeout(() => (sent = false), 5000);
    });
    window.addEventListener("pageshow", () => (sent = false));
    window.addEventListener("beforeunload", (event) => {
      if (touched) event.preventDefault();
    });
  }

  // The blank row of a list of sources, cloned under the next number; the server counts rows by TOTAL_FORMS.
  const addSource = (field) => {
    const prefix = field.dataset.evidence;
    const total = field.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const most = Number(field.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`).value);
    const rows = field.querySelectorAll("[data-blank]");
    const last = rows[rows.length - 1];
    const number = Number(total.value);
    if (!last || number >= most) return;
    const old = `${prefix}-${number - 1}-`;
    const row = last.cloneNode(true);
    for (const element of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        const value = element.getAttribute(name);
        if (value?.startsWith(old)) element.setAttribute(name, value.replace(old, `${prefix}-${number}-`));
      }
      if (element.matches("input, select, textarea")) element.value = "";
    }
    for (const error of row.querySelectorAll(".error")) error.remove();
    for (const faulty of row.querySelectorAll(".has-error")) faulty.classList.remove("has-error");
    total.value = String(number + 1);
    last.after(row);
    row.querySelector("details").open = true;
    row.querySelector("input:not([type=hidden])").focus();
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[value^='add:']");
    if (!button) return;
    event.preventDefault();
    addSource(button.closest("[data-evidence]"));
  });
  const rename = () => {
    for (const button of form.querySelectorAll("button[value^='add:']")) button.textContent = form.dataset.another ?? button.textContent;
  };
  rename();
  document.addEventListener("filing:placed", rename);
})();
