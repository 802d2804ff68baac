// Filing works without this. With it: sources can be added without saving, leaving with unsaved answers asks first,
// and times are shown in the reader's own zone.
"use strict";
(() => {
  const form = document.querySelector("form[data-filing]");

  const alert = document.querySelector("main .errors[role=alert]");
  if (alert) {
    alert.tabIndex = -1;
    alert.focus({ preventScroll: location.hash !== "" });
  }

  const localTimes = (root) => {
    for (const time of root.querySelectorAll("[data-saved] time")) {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      time.textContent = moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    }
  };
  localTimes(document);
  document.addEventListener("htmx:afterSwap", (event) => localTimes(event.detail.target));

  if (!form) return;

  let touched = form.querySelector(".has-error, .stored") !== null;
  form.addEventListener("input", () => {
    touched = true;
  });

  // A page that leaves while the panel is being asked for would abort the request: let it come back first. A second
  // click while the answer is on its way is one click too many.
  let pending = false;
  let leaving = false;
  let sent = false;
  let submitter = null;
  form.addEventListener("submit", (event) => {
    leaving = true;
    if (sent || pending) {
      event.preventDefault();
      submitter = event.submitter;
      return;
    }
    sent = true;
    touched = false;
    setTimeout(() => {
      sent = false;
      leaving = false;
    }, 5000);
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
    else pending = true;
  });
  // A panel that could not be brought up to date says so, rather than pass for the answers of the form.
  const tellFailure = (xhr, failed) => {
    for (const [id, shown] of [["live-signed-out", failed && xhr?.status === 401], ["live-failed", failed && xhr?.status !== 401]]) {
      const notice = document.getElementById(id);
      if (notice && notice.hidden === shown) notice.hidden = !shown;
    }
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Being signed out is told in words; it is no error of the page.
    if (event.detail.xhr.status === 401) event.detail.isError = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    pending = false;
    const status = event.detail.xhr?.status ?? 0;
    if (!leaving) tellFailure(event.detail.xhr, status < 200 || status > 299);
    if (leaving && !sent) form.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    leaving = false;
  });

  window.addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });

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
    touched = true;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[value^='add:']");
    if (!button) return;
    event.preventDefault();
    addSource(button.closest("[data-evidence]"));
  });
  for (const button of form.querySelectorAll("button[value^='add:']")) button.textContent = form.dataset.another ?? button.textContent;
})();
