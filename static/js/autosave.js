// Every answer saves itself as it is given, and says truthfully when it has. Without this the form's button saves.
// Of one question at most one request is on its way; what was typed meanwhile goes with the next. Until the server
// has confirmed an answer it is kept in this browser (kept.js).
"use strict";
(() => {
  const form = document.querySelector("form[data-filing][data-assessment]");
  if (!form) return;
  const words = form.dataset;
  const assessment = words.assessment;
  const PAUSE = 800;
  const LONGEST_WAIT = 30000;
  const LONGEST_LEAVE = 10000;
  const questions = new Map();
  const isOwn = (name) => !/-(version|stored)$/.test(name) && name !== "q";

  // The fields of a question as the form would send them, without the versions they were made from.
  const fieldsOf = (fieldset) => {
    const found = [];
    for (const field of fieldset.elements) {
      // A comment that is being written stands here too, and belongs to another form.
      if (!field.name || field.form !== form || field.type === "submit" || !isOwn(field.name)) continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      found.push([field.name, field.value]);
    }
    return found;
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const hidden = (fieldset, what) => fieldset.querySelector(`[name="${fieldset.id}-${what}"]`)?.value ?? "";

  const of = (fieldset) => {
    if (!questions.has(fieldset.id)) {
      questions.set(fieldset.id, { name: fieldset.id, saved: fieldsOf(fieldset), isKept: false, waits: 0, timer: 0, sending: null, blocked: false, isOpen: false });
    }
    return questions.get(fieldset.id);
  };
  const fieldset = (question) => document.getElementById(question.name);

  // What the question's line says -----------------------------------------------------------------------------------
  const tell = (question, text, { isFault = false, action = null } = {}) => {
    const line = fieldset(question).querySelector("[data-state]");
    if (!line) return;
    line.replaceChildren();
    const said = document.createElement(isFault ? "strong" : "span");
    if (isFault) said.className = "fault";
    else said.ariaHidden = "true"; // only how it ends is read out
    said.textContent = text;
    line.append(said);
    if (action) line.append(" ", action);
    line.dataset.state = isFault ? "fault" : "busy";
  };
  const problem = (question, kind, action = null) => {
    tell(question, words[`${question.isKept ? "kept" : "bare"}${kind}`], { isFault: true, action });
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "link", textContent: text });
    made.addEventListener("click", act);
    return made;
  };
  const link = (text, href) => Object.assign(document.createElement("a"), { textContent: text, href });

  // Sending ---------------------------------------------------------------------------------------------------------
  const keep = (question) => {
    question.isKept = false;
    if (question.offered) return; // what an earlier page kept stays until it is saved or dropped
    const record = { fields: fieldsOf(fieldset(question)), base: hidden(fieldset(question), "version"), at: new Date().toISOString(), step: location.pathname };
    question.isKept = window.kept.put(assessment, question.name, record);
  };
  const isDirty = (question) => question.isOpen || !same(fieldsOf(fieldset(question)), question.saved);
  const confirmed = (question) => {
    if (!question.offered) window.kept.drop(assessment, question.name);
  };
  const changed = (question, pause) => {
    if (!isDirty(question) && !question.sending) {
      clearTimeout(question.timer);
      confirmed(question);
      return;
    }
    keep(question);
    if (question.blocked) return;
    clearTimeout(question.timer);
    if (!question.sending) tell(question, words.waiting);
    question.timer = setTimeout(() => send(question), pause);
  };

  const token = () => form.querySelector("[name=csrfmiddlewaretoken]");
  const post = (address, fields, isLast = false) => {
    const body = new URLSearchParams(fields);
    return fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "X-CSRFToken": token().value },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: isLast,
    });
  };
  // After signing in on another page the token of this one is old: fetch today's, if it is still the same person.
  const renewToken = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-filing] [name=csrfmiddlewaretoken]");
    if (!fresh || page.body.dataset.user !== document.body.dataset.user) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh.value;
    return true;
  };

  // The line that is read out must stay the same element: what stands around it is replaced.
  const placeState = (old, part) => {
    const [line, fresh] = [old, part].map((one) => one.querySelector("[data-state]"));
    const nodes = [...part.childNodes];
    for (const node of [...old.childNodes]) if (node !== line) node.remove();
    for (const mark of ["data-refused", "data-conflict"]) old.toggleAttribute(mark, part.hasAttribute(mark));
    line.before(...nodes.slice(0, nodes.indexOf(fresh)));
    line.after(...nodes.slice(nodes.indexOf(fresh) + 1));
    line.replaceChildren(...fresh.childNodes);
  };
  // Each element of the answer takes the place of the one with its id; the panel keeps its live region.
  const place = (html) => {
    const parsed = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
    const focused = document.activeElement?.id;
    // Answers to several questions may come back in another order than they were saved in.
    const versionOf = (page) => Number(page.querySelector("#live")?.dataset.version ?? 0);
    const isNewest = versionOf(parsed) >= versionOf(document);
    for (const part of [...parsed.body.children]) {
      const old = document.getElementById(part.id);
      if (!old || (!isNewest && /^(live|state-)/.test(part.id))) continue;
      if (part.id === "live") {
        old.replaceChildren(...part.childNodes);
        old.dataset.version = part.dataset.version;
      }
      else if (part.matches("[data-kept]")) placeState(old, part);
      else {
        const thread = old.querySelector(".thread");
        if (thread) part.querySelector(".thread")?.replaceWith(thread);
        old.replaceWith(document.adoptNode(part));
      }
    }
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("filing:placed"));
  };
  const later = (question, failed) => {
    if (failed) {
      problem(question, "Offline");
      failed();
      return;
    }
    question.waits += 1;
    problem(question, "Offline", button(words.tryWords, () => send(question)));
    clearTimeout(question.timer);
    question.timer = setTimeout(() => send(question), Math.min(1000 * 2 ** question.waits, LONGEST_WAIT));
  };
  const signInLink = (question) => link(words.signInWords, `${words.signIn}?next=${encodeURIComponent(location.pathname)}`);

  const received = async (question, sent, answer, isWhole, failed) => {
    const { status } = answer;
    if (status === 200) {
      const html = await answer.text();
      question.waits = 0;
      question.isOpen = false;
      question.blocked = false;
      place(html);
      question.saved = isWhole || html.includes(`<fieldset`) ? fieldsOf(fieldset(question)) : sent;
      if (isDirty(question)) keep(question);
      else confirmed(question);
    } else if (status === 409 || status === 422) {
      place(await answer.text());
      question.blocked = status === 409 && hidden(fieldset(question), "stored") !== "";
      question.isOpen = true;
      keep(question);
    } else if (status === 401) {
      question.blocked = false;
      problem(question, "SignedOut", signInLink(question));
    } else if (status === 403 && !question.isRenewed && (await renewToken())) {
      question.isRenewed = true;
      question.again = true;
    } else if (answer.type === "opaqueredirect" || status === 403 || status === 404) {
      problem(question, "Late");
    } else if (status === 400 || status === 413) {
      problem(question, "Old", link(words.tryWords, location.pathname));
    } else {
      later(question, failed);
    }
    if (status !== 403) question.isRenewed = false;
  };

  const run = async (question, address, fields, sent, isWhole, failed) => {
    clearTimeout(question.timer);
    tell(question, words.saving);
    question.again = false;
    try {
      await received(question, sent, await post(address, fields), isWhole, failed);
    } catch {
      later(question, failed);
    }
  };
  // `failed` is for what is not simply sent again: an offer that was taken, a change taken back.
  const start = (question, address, fields, sent, isWhole = false, failed = null) => {
    question.sending = run(question, address, fields, sent, isWhole, failed).finally(() => {
      question.sending = null;
      const isNew = question.again || (question.waits === 0 && sent && !isWhole && !same(fieldsOf(fieldset(question)), sent));
      if (isNew && !question.blocked) send(question);
    });
    return question.sending;
  };
  const addressOf = (question) => fieldset(question).dataset.answer;
  const versions = (question) => ["version", "stored"].map((what) => [`${question.name}-${what}`, hidden(fieldset(question), what)]).filter(([, value]) => value !== "");

  function send(question, more = []) {
    if (question.sending) return question.sending;
    if (question.blocked && !more.length) return Promise.resolve();
    const sent = fieldsOf(fieldset(question));
    const isWhole = more.some(([name]) => name === "then" || name === "choose");
    return start(question, addressOf(question), [...sent, ...versions(question), ...more], sent, isWhole);
  }

  // What a person does ----------------------------------------------------------------------------------------------
  const questionAt = (target) => {
    const found = target.closest?.("fieldset.question[data-answer]");
    return found ? of(found) : null;
  };
  const isText = (field) => field.matches("textarea, input:not([type=radio], [type=checkbox], [type=hidden])");
  form.addEventListener("input", (event) => {
    const question = questionAt(event.target);
    if (question) changed(question, isText(event.target) ? PAUSE : 0);
  });
  form.addEventListener("change", (event) => {
    const question = questionAt(event.target);
    if (question) changed(question, 0);
  });
  form.addEventListener("focusout", (event) => {
    const question = questionAt(event.target);
    if (question && isText(event.target) && isDirty(question)) changed(question, 0);
  });
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name=choose], button[name=undo]");
    const question = pressed && questionAt(pressed);
    if (!question) return;
    event.preventDefault();
    question.isOpen = false;
    question.blocked = false;
    if (pressed.name === "choose") send(question, [["choose", pressed.value]]);
    else start(question, pressed.formAction, [["undo", pressed.value]], null, true, () => {});
  });
  window.addEventListener("online", () => {
    for (const question of questions.values()) if (question.waits) send(question);
  });

  // Leaving, by the form's buttons or by a link: what is still to be sent goes first. The last of two ways out counts.
  let isFlushed = false;
  let leaving = 0;
  const isPending = (question) => question.sending || (isDirty(question) && !question.blocked && !question.isOpen);
  const flush = () => {
    const sendAll = [...questions.values()].filter(isPending).map(async (question) => {
      await question.sending;
      if (isPending(question)) await send(question);
    });
    return Promise.race([Promise.all(sendAll), new Promise((done) => setTimeout(done, LONGEST_LEAVE))]);
  };
  const leave = async (go) => {
    leaving += 1;
    const way = leaving;
    await flush();
    if (way === leaving) go();
  };
  form.addEventListener("submit", (event) => {
    if (isFlushed) return;
    const { submitter } = event;
    const go = () => {
      isFlushed = true;
      setTimeout(() => (isFlushed = false), 5000);
    };
    // Nothing to wait for: the form goes as it is. Asked for again while it is being sent, a form is not sent at all.
    if (![...questions.values()].some(isPending)) {
      go();
      return;
    }
    event.preventDefault();
    leave(() => {
      go();
      form.requestSubmit(submitter);
    });
  });
  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[href]");
    if (!way || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const isPlain = way.origin === location.origin && !way.target && !way.hasAttribute("download");
    if (!isPlain || way.pathname === location.pathname || ![...questions.values()].some(isPending)) return;
    event.preventDefault();
    leave(() => location.assign(way.href));
  });
  window.addEventListener("pagehide", () => {
    for (const question of questions.values()) {
      if (!isDirty(question) || question.blocked || question.isOpen || question.sending) continue;
      post(addressOf(question), [...fieldsOf(fieldset(question)), ...versions(question)], true).catch(() => {});
    }
  });
  window.addEventListener("pageshow", () => (isFlushed = false));
  window.addEventListener("beforeunload", (event) => {
    if (isFlushed) return;
    if ([...questions.values()].some((question) => isDirty(question) && !question.isKept)) event.preventDefault();
  });

  // What an earlier page kept -------------------------------------------------------------------------------------------
  const clock = (moment) => new Date(moment).toLocaleString(window.kept.locale, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const summary = (question, record) => {
    const value = record.fields.find(([name]) => name === question.name)?.[1] ?? "";
    const chosen = document.getElementById(`${question.name}-${value}`)?.closest("label")?.textContent.trim() ?? value;
    const texts = record.fields.filter(([name, text]) => text && /-(why|provisions|citation|note)$/.test(name)).map(([, text]) => text);
    return [chosen, ...texts].join(" · ");
  };
  const offer = (question, record) => {
    const notice = document.createElement("div");
    notice.className = "notice warn offered";
    notice.setAttribute("role", "group");
    const text = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = words.offer.replace("{time}", clock(record.at));
    const kept = document.createElement("span");
    kept.textContent = summary(question, record);
    text.append(strong, " ", kept);
    const row = document.createElement("p");
    row.className = "row";
    const label = fieldset(question).dataset.label ?? "";
    const save = button(words.offerSave, () => {
      notice.remove();
      question.offered = false;
      question.isKept = true;
      const more = [[`${question.name}-version`, record.base], ["then", "show"]];
      start(question, addressOf(question), [...record.fields, ...more], record.fields, true, () => offer(question, record));
    });
    const drop = button(words.offerDrop, () => {
      notice.remove();
      question.offered = false;
      window.kept.drop(assessment, question.name);
      fieldset(question).focus({ preventScroll: true });
    });
    for (const made of [save, drop]) made.setAttribute("aria-label", `${made.textContent}: ${label}`);
    row.append(save, drop);
    notice.append(text, row);
    fieldset(question).querySelector("[data-kept]").before(notice);
    const folded = notice.closest("details");
    if (folded) folded.open = true;
    question.offered = true;
  };
  const elsewhere = new Map();
  for (const [name, record] of window.kept.of(assessment)) {
    const found = document.getElementById(name);
    if (!found?.dataset.answer) {
      elsewhere.set(name, record);
      continue;
    }
    const question = of(found);
    const isBound = found.querySelector("[data-kept]").matches("[data-refused], [data-conflict]");
    if (same(fieldsOf(found), record.fields)) {
      if (!isBound) window.kept.drop(assessment, name);
    } else offer(question, record);
  }
  if (elsewhere.size) {
    const notice = document.createElement("div");
    notice.className = "notice warn";
    const text = document.createElement("p");
    text.append(Object.assign(document.createElement("strong"), { textContent: words.offerOther }));
    const list = Object.assign(document.createElement("ul"), { className: "plain-list" });
    for (const [name, record] of elsewhere) {
      const item = document.createElement("li");
      item.append(link(name.replace(/^[a-z]+-/, "").replaceAll("_", " "), `${record.step}#${name}`));
      list.append(item);
    }
    notice.append(text, list);
    form.prepend(notice);
  }
  for (const found of form.querySelectorAll("fieldset.question[data-answer]")) {
    const question = of(found);
    const state = found.querySelector("[data-kept]");
    if (state.matches("[data-refused], [data-conflict]")) {
      question.isOpen = true;
      question.blocked = state.matches("[data-conflict]");
      keep(question);
    }
  }
})();
