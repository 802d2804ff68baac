// What was typed and is not on the server yet, kept in this browser: by person, assessment and question. Another
// person's is dropped as soon as somebody else is seen to be signed in, one's own at signing out.
"use strict";
window.kept = (() => {
  const PREFIX = "natoassess:";
  const user = document.body.dataset.user ?? "";
  const own = `${PREFIX}${user}:`;

  // English here is British: the day before the month.
  const { lang } = document.documentElement;
  const locale = lang === "en" ? "en-GB" : lang;

  const names = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  };
  const dropAll = (isMeant) => {
    for (const name of names().filter(isMeant)) localStorage.removeItem(name);
  };
  const keyOf = (assessment, question) => `${own}${assessment}:${question}`;

  if (user) dropAll((name) => !name.startsWith(own));
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      const isUnsaved = names().some((name) => name.startsWith(own));
      if (isUnsaved && !window.confirm(form.dataset.signOut)) event.preventDefault();
      else dropAll(() => true);
    });
  }

  return {
    locale,
    // Whether it was kept: the store may be closed to us, or full.
    put(assessment, question, record) {
      if (!user) return false;
      try {
        localStorage.setItem(keyOf(assessment, question), JSON.stringify(record));
        return true;
      } catch {
        return false;
      }
    },
    drop(assessment, question) {
      try {
        localStorage.removeItem(keyOf(assessment, question));
      } catch {
        // Nothing was kept.
      }
    },
    // The records of one assessment by question; one that cannot be read is dropped.
    of(assessment) {
      const found = new Map();
      for (const name of names().filter((name) => name.startsWith(`${own}${assessment}:`))) {
        try {
          const record = JSON.parse(localStorage.getItem(name));
          if (Array.isArray(record.fields) && typeof record.step === "string") {
            found.set(name.slice(`${own}${assessment}:`.length), record);
            continue;
          }
        } catch {
          // Not ours, or broken.
        }
        localStorage.removeItem(name);
      }
      return found;
    },
  };
})();
