// Answering by single keys: y n c u for facts, 0 to 4, ? and - for ratings answer the question that has the focus and
// go on to the next. They hold only while a question's answers have the focus, never in a field that takes text.
"use strict";
(() => {
  const form = document.querySelector("form[data-filing][data-assessment]");
  if (!form) return;
  const FLAG = "natoassess-keys";
  const KEYS = { y: "yes", n: "no", c: "contested", u: "unknown", "?": "unknown", "-": "na" };
  const all = () => [...form.querySelectorAll("fieldset.question")].filter((question) => question.checkVisibility());

  const focusOn = (question) => {
    const radio = question.querySelector("input[type=radio]:checked") ?? question.querySelector("input[type=radio]");
    radio?.focus();
    question.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!event.target.matches("input[type=radio], fieldset.question")) return;
    const question = event.target.closest("fieldset.question");
    const value = KEYS[event.key.toLowerCase()] ?? event.key;
    const radio = [...question.querySelectorAll("input[type=radio]")].find((input) => input.value === value);
    if (!radio) return;
    event.preventDefault();
    if (!radio.checked) {
      radio.checked = true;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const row = all();
    const next = row[row.indexOf(question) + 1];
    if (next) focusOn(next);
    else form.querySelector("button[name=then][value=next]").focus();
    try {
      sessionStorage.setItem(FLAG, "1");
    } catch {
      // The next page then begins at its top, as pages do.
    }
  });
  // Whoever came here by these keys goes on by them: the first question has the focus.
  try {
    if (sessionStorage.getItem(FLAG) && !document.querySelector("main [role=alert]") && !location.hash) {
      const first = all().find((question) => !question.querySelector("input[type=radio]:checked:not([value=unknown])")) ?? all()[0];
      if (first) focusOn(first);
    }
    sessionStorage.removeItem(FLAG);
  } catch {
    // Nothing remembered.
  }
})();
