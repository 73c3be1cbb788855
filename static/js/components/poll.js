// A poll within a page or on its own: htmx puts the form and its answer in place; here is what it leaves: questions
// that depend on others, buttons that put answers in order, the receipt, the focus, and what is said aloud.
{
  const CONFIG = {
    allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyEnabled: false,
    responseHandling: [
      { code: "204", swap: false },
      { code: "(404|429|503)", swap: true, error: true, swapOverride: "afterbegin" }, // beside what was typed
      { code: "(2..|403|409|422)", swap: true },
      { code: "...", swap: false, error: true },
    ],
  };
  const placeOf = (node) => node.closest("[data-poll-answer]"); // the form or its answer, which bring the words

  const say = (place, words, isTrouble = false) => {
    const status = place?.querySelector("[data-said]");
    if (!status) return;
    status.classList.toggle("visually-hidden", !isTrouble);
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 100); // the same words twice are said twice
  };

  // --- Questions that are asked only after a certain answer ---
  const chosenIn = (question) => [...question.querySelectorAll("input:checked")].map((input) => input.value);
  const show = (form) => {
    const questions = [...form.querySelectorAll("[data-question]")];
    const byCode = new Map(questions.map((question) => [question.dataset.question, question]));
    for (const question of questions) {
      const [code, options] = (question.dataset.shownIf ?? "").split("=");
      const asked = byCode.get(code);
      // One that depends on a hidden one is hidden; they stand in this order.
      if (asked) question.hidden = asked.hidden || !chosenIn(asked).some((value) => options.split(",").includes(value));
      const other = question.querySelector("[data-other]:not(input)");
      if (other) other.hidden = !chosenIn(question).includes(other.querySelector("input").dataset.other);
    }
  };

  // --- Answers put in order: a list to choose from in each row, two buttons beside it ---
  const rowsOf = (list) => [...list.querySelectorAll("[data-rank]")];
  const placeIn = (row) => Number(row.querySelector("select").value) || Infinity;
  const settle = (list) => {
    const rows = rowsOf(list).sort((one, two) => placeIn(one) - placeIn(two));
    const focus = document.activeElement;
    for (const row of rows) list.append(row);
    if (list.contains(focus)) focus.focus();
    for (const [at, row] of rows.entries()) {
      const [up, down] = row.querySelectorAll(".ranking__move");
      up?.setAttribute("aria-disabled", String(at === 0));
      down?.setAttribute("aria-disabled", String(at === rows.length - 1));
    }
  };
  const number = (rows) => rows.forEach((row, at) => { row.querySelector("select").value = String(at + 1); });
  const tell = (row) => {
    const place = placeOf(row);
    const words = { answer: row.querySelector(".ranking__text").textContent, place: row.querySelector("select").value };
    say(place, place.dataset.placed.replace(/\{(\w+)\}/g, (_whole, name) => words[name]));
  };
  const move = (row, way) => {
    const list = row.closest("[data-ranking]");
    const rows = rowsOf(list);
    const at = rows.indexOf(row);
    if (rows[at + way]) [rows[at], rows[at + way]] = [rows[at + way], rows[at]];
    number(rows);
    settle(list);
    tell(row);
  };
  const rank = (list) => {
    const { up, down } = placeOf(list).dataset;
    for (const row of rowsOf(list)) {
      for (const [way, word] of [[-1, up], [1, down]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "ranking__move" });
        button.dataset.way = way;
        button.setAttribute("aria-label", `${word}: ${row.querySelector(".ranking__text").textContent}`);
        row.append(button);
      }
    }
    settle(list);
  };
  const placed = (select) => {
    const row = select.closest("[data-rank]");
    // Who had this place before gets the one that is free now.
    const list = row.closest("[data-ranking]");
    const others = rowsOf(list).filter((each) => each !== row).map((each) => each.querySelector("select"));
    const rival = others.find((each) => select.value && each.value === select.value);
    if (rival) rival.value = select.dataset.before ?? "";
    for (const each of [select, ...others]) each.dataset.before = each.value;
    if (rowsOf(list).every((each) => placeIn(each) !== Infinity)) settle(list);
  };

  // --- A form that has come, with the page or after it ---
  const wake = (root) => {
    for (const form of root.querySelectorAll("[data-poll-form]")) show(form);
    for (const list of root.querySelectorAll("[data-ranking]")) {
      if (!list.querySelector(".ranking__move")) rank(list);
    }
    // htmx runs no scripts that come with a part, so what checks browsers is fetched here; a module runs once.
    const field = root.querySelector("[data-proof]");
    if (field) document.head.append(Object.assign(document.createElement("script"), { type: "module", src: placeOf(field).dataset.proofScript }));
  };
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-poll-form]");
    if (!form) return;
    if (target.matches("[data-rank] select")) placed(target);
    show(form);
  });
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("button");
    if (!button || !placeOf(button)) return;
    if (button.matches(".ranking__move")) move(button.closest("[data-rank]"), Number(button.dataset.way));
    if ("pollPrint" in button.dataset) {
      document.documentElement.classList.add("prints-receipt");
      addEventListener("afterprint", () => document.documentElement.classList.remove("prints-receipt"), { once: true });
      print();
    }
    if ("pollCopy" in button.dataset) {
      try {
        await navigator.clipboard.writeText(button.dataset.pollCopy);
        say(placeOf(button), placeOf(button).dataset.copied);
        button.querySelector("span").textContent = placeOf(button).dataset.copied;
      } catch { button.hidden = true; }
    }
  });
  // Sent twice by two quick clicks, the second would be told that there is a ballot already, and the receipt be lost.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-poll-form]") || event.defaultPrevented || form.matches("[data-hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-poll-form]")) delete form.dataset.sent; });

  // --- htmx, when somebody is about to use it; the discussion of the page may have fetched it ---
  const load = async ({ currentTarget }) => {
    const source = currentTarget.dataset.htmx;
    if (document.readyState !== "complete") await new Promise((done) => { addEventListener("load", done, { once: true }); });
    if (globalThis.htmx || document.querySelector(`script[src="${source}"]`)) return;
    const config = Object.assign(document.createElement("meta"), { name: "htmx-config", content: JSON.stringify(CONFIG) });
    document.head.append(config, Object.assign(document.createElement("script"), { src: source }));
  };
  wake(document);
  for (const place of document.querySelectorAll(".poll[data-htmx]")) {
    for (const type of ["pointerover", "touchstart", "focusin"]) place.addEventListener(type, load, { once: true, passive: true });
  }
  document.addEventListener("htmx:load", ({ target }) => {
    if (!placeOf(target)) return;
    wake(target);
    (target.matches("[data-focus]") ? target : target.querySelector("[data-focus]"))?.focus();
  });
  document.addEventListener("htmx:sendError", ({ target }) => { const place = placeOf(target); if (place) say(place, place.dataset.lost, true); });
}
