// «Shown only if» of a poll's question: instead of codes a list of the questions before this one, and boxes
// for their answers. What is typed elsewhere in the form follows at once. Without this file the codes stand
// in a field of text and can be read and deleted there.
(() => {
  const CHOICES = ["single", "multiple", "picture"];
  const code = (id) => id.replaceAll("-", "").slice(0, 8).toLowerCase();
  const named = (form, name) => form.elements.namedItem(name);
  const valueOf = (form, name) => named(form, name)?.value ?? "";
  let serial = 0;

  // Answers of the question under `prefix`: [code, text], in the order of the form.
  const answersOf = (form, prefix, other) => {
    const found = [];
    const count = Number(valueOf(form, `${prefix}-options-count`));
    for (let at = 0; at < count; at += 1) {
      const item = `${prefix}-options-${at}`;
      if (valueOf(form, `${item}-deleted`) === "1") continue;
      const id = valueOf(form, `${item}-id`);
      const text = valueOf(form, `${item}-value`) || valueOf(form, `${item}-value-text`);
      if (id) found.push([Number(valueOf(form, `${item}-order`)), code(id), text.trim() || "…"]);
    }
    found.sort((a, b) => a[0] - b[0]);
    const answers = found.map(([, key, text]) => [key, text]);
    if (named(form, `${prefix}-has_other`)?.checked) answers.push(["other", other]);
    return answers;
  };

  // Questions with answers to choose that stand before the one whose field is `input`.
  const questionsBefore = (input, words) => {
    const form = input.form;
    const place = /^(.*)-(\d+)-value-shown_if$/.exec(input.name);
    if (!form || !place) return [];
    const [, stream, own] = place;
    const order = Number(valueOf(form, `${stream}-${own}-order`));
    const count = Number(valueOf(form, `${stream}-count`));
    const found = [];
    for (let at = 0; at < count; at += 1) {
      const block = `${stream}-${at}`;
      const its = Number(valueOf(form, `${block}-order`));
      const id = valueOf(form, `${block}-id`);
      if (!id || valueOf(form, `${block}-deleted`) === "1" || its >= order) continue;
      if (!CHOICES.includes(valueOf(form, `${block}-type`))) continue;
      const text = valueOf(form, `${block}-value-text`).trim() || words.untitled;
      found.push({
        order: its,
        code: code(id),
        text: `${its + 1}. ${text}`,
        answers: answersOf(form, `${block}-value`, words.other),
      });
    }
    return found.sort((a, b) => a.order - b.order);
  };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const begin = (box) => {
    const input = box.querySelector("input");
    // The blank of a block that is not in a form yet.
    if (!input || !input.form || input.name.includes("__NAME__")) return;
    box.dataset.pollConditionBegun = "";
    const words = box.dataset;
    serial += 1;
    const name = `poll-condition-${serial}`;
    const select = element("select", { id: name });
    const answers = element("fieldset", { hidden: true });
    const nothing = element("p", { className: "help", hidden: true, textContent: words.nothing });
    const label = element("label", { htmlFor: name, textContent: words.question });
    const tools = element("div", { className: "poll-condition__tools" }, label, select, answers, nothing);
    let drawn = "";
    input.type = "hidden";
    box.append(tools);

    const read = () => {
      const [question, options = ""] = input.value.split("=");
      return { question: question.trim(), options: options.split(",").map((each) => each.trim()).filter(Boolean) };
    };
    const write = (question, options) => {
      input.value = question && options.length ? `${question}=${options.join(",")}` : "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const draw = () => {
      const questions = questionsBefore(input, words);
      const kept = read();
      const chosen = kept.question || (questions.some((each) => each.code === select.value) ? select.value : "");
      const state = JSON.stringify([questions, chosen, kept.options]);
      if (state === drawn) return;
      drawn = state;
      nothing.hidden = questions.length > 0 || Boolean(chosen);
      label.hidden = select.hidden = !nothing.hidden;
      const options = questions.map((each) => new Option(each.text, each.code));
      const found = questions.find((each) => each.code === chosen);
      if (chosen && !found) options.push(new Option(words.gone, chosen));
      select.replaceChildren(new Option(words.always, ""), ...options);
      select.value = chosen;
      // The focus stays where it is when the boxes are drawn anew.
      const focused = answers.contains(document.activeElement) ? document.activeElement.value : null;
      const boxes = (found?.answers ?? []).map(([key, text]) =>
        element(
          "label",
          {},
          element("input", { type: "checkbox", value: key, checked: kept.options.includes(key) }),
          ` ${text}`,
        ),
      );
      answers.hidden = !boxes.length;
      answers.replaceChildren(element("legend", { textContent: words.answers }), ...boxes);
      if (focused !== null) answers.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
    };

    select.addEventListener("change", (event) => {
      event.stopPropagation();
      write("", []);
      draw();
    });
    answers.addEventListener("change", (event) => {
      event.stopPropagation();
      const ticked = [...answers.querySelectorAll("input:checked")].map((each) => each.value);
      write(select.value, ticked);
      draw();
    });
    box.addEventListener("focusin", draw);
    let waits = 0;
    input.form.addEventListener("input", (event) => {
      if (box.contains(event.target)) return;
      clearTimeout(waits);
      waits = setTimeout(draw, 200);
    });
    draw();
  };

  const look = () => {
    for (const box of document.querySelectorAll("[data-poll-condition]:not([data-poll-condition-begun])")) begin(box);
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
