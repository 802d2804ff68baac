// What if works without this. With it: a date that is changed is marked as one chooses, as every other answer is.
"use strict";
(() => {
  const mark = (event) => {
    const field = event.target.closest("input[data-filed]");
    field?.closest(".ask").classList.toggle("is-changed", field.value !== field.dataset.filed);
  };
  document.getElementById("what-if")?.addEventListener("input", mark);
  document.getElementById("what-if")?.addEventListener("change", mark);
})();
