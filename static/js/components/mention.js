// Names after «@» in a comment: a list of people who take part, while one types. Loaded when a field that has
// one gets the focus; without it the whole name is typed. The field stays a text box: its list is said by
// aria-activedescendant, and how many names there are by a status.
{
  const WAIT = 150; // ms between the last key and the question
  const BEGUN = /(?:^|[^\p{L}\p{N}_@])@((?:[\p{L}\p{N}’'.-]+(?: [\p{L}\p{N}’'.-]*)?)?)$/u;
  const list = Object.assign(document.createElement("ul"), { id: "mention", className: "search__list mention", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  const known = new Map(); // what was asked, by address
  let area; // whose list it is
  let begun = ""; // what stands between «@» and the cursor
  let chosen = 0;
  let timer;
  list.setAttribute("role", "listbox");
  list.setAttribute("tabindex", "-1");
  status.setAttribute("role", "status");

  const nameBegun = () => area.selectionStart === area.selectionEnd ? area.value.slice(0, area.selectionStart).match(BEGUN)?.[1] : undefined;
  const close = () => {
    clearTimeout(timer);
    list.hidden = true;
    status.textContent = "";
    for (const name of ["aria-activedescendant", "aria-controls"]) area?.removeAttribute(name);
  };
  const choose = (place) => {
    chosen = (place + list.children.length) % list.children.length;
    [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === chosen)));
    area.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = (answer) => {
    if (!answer.names.length) return close();
    list.replaceChildren(...answer.names.map((name, at) => {
      const line = Object.assign(document.createElement("li"), { id: `mention-${at}`, className: "search__option", textContent: name });
      line.setAttribute("role", "option");
      return line;
    }));
    list.setAttribute("aria-label", area.dataset.peopleLabel);
    area.after(list, status);
    area.setAttribute("aria-controls", list.id);
    status.textContent = answer.status;
    list.hidden = false;
    choose(0);
  };
  const ask = async () => {
    const asked = begun;
    const url = `${area.dataset.people}?q=${encodeURIComponent(asked)}`;
    try {
      if (!known.has(url)) {
        const answer = await fetch(url);
        if (!answer.ok) return;
        known.set(url, await answer.json());
      }
      if (document.activeElement === area && nameBegun() === asked) show(known.get(url));
    } catch { /* no network: the name is typed by hand */ }
  };
  const take = () => {
    const from = area.selectionStart - begun.length;
    area.setRangeText(`${list.children[chosen].textContent} `, from, area.selectionStart, "end");
    close();
    area.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept, the signs counted
  };

  const look = (event) => {
    if (!event.target.matches?.("textarea[data-people]") || event.isComposing) return;
    if (area !== event.target) { if (area) close(); area = event.target; area.setAttribute("aria-autocomplete", "list"); }
    const now = nameBegun();
    if (now === undefined) return close();
    begun = now;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  document.addEventListener("input", look);
  document.addEventListener("compositionend", look);
  document.addEventListener("keydown", (event) => {
    if (event.target !== area || list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Enter: take,
      Tab: take,
      Escape: close,
    }[event.key];
    if (!done || (event.shiftKey && event.key === "Tab")) {
      if (/^(Arrow|Home|End|Page)/.test(event.key)) close();
      return;
    }
    event.preventDefault();
    done();
  });
  // The field keeps the focus while a name is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].indexOf(target.closest("li"));
    if (at < 0) return;
    chosen = at;
    take();
  });
  document.addEventListener("focusout", ({ target }) => { if (target === area) close(); });
  if (document.activeElement) look({ target: document.activeElement });
}
