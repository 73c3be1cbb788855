// Suggestions under a search field: the combobox pattern of ARIA 1.2 with a list. The form works without.
const WAIT = 150; // ms between the last key and the question
let number = 0;

function combobox(form) {
  const input = form.querySelector("[name=q]");
  const id = `suggestions-${++number}`;
  const icons = form.dataset.searchIcons;
  const list = document.createElement("div");
  const status = document.createElement("p");
  let typed = input.value; // what the reader wrote: choosing a line shows its text instead
  let options = [];
  let chosen = -1;
  let timer;
  let request;

  Object.assign(list, { id, className: "search__list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.searchList);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  input.type = "text"; // a search field's own clearing takes Escape
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-haspopup": "listbox", spellcheck: "false", enterkeyhint: "search" })) input.setAttribute(name, value);

  const isOpen = () => !list.hidden;
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    if (!options.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const choose = (place) => {
    chosen = place;
    options.forEach((option, at) => option.element.setAttribute("aria-selected", String(at === place)));
    const option = options[place];
    input.value = option ? option.text : typed;
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.element.id);
    option.element.scrollIntoView({ block: "nearest" });
  };
  const go = (option) => {
    input.value = option.text;
    close();
    location.assign(option.url);
  };

  const line = (item, place) => {
    const element = document.createElement("div");
    Object.assign(element, { id: `${id}-${place}`, className: "search__option" });
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${icons}#${item.kind ? "file" : "search"}`);
    icon.append(use);
    const words = document.createElement("span");
    const mark = document.createElement("b");
    mark.textContent = item.text.slice(item.from, item.to);
    words.append(item.text.slice(0, item.from), mark, item.text.slice(item.to));
    element.append(icon, words);
    if (item.kind) {
      const kind = document.createElement("small");
      kind.textContent = item.kind;
      element.append(kind);
    }
    return { element, text: item.text, url: item.url };
  };
  const show = (answer) => {
    options = answer.items.map(line);
    list.replaceChildren(...options.map((option) => option.element));
    status.textContent = answer.status;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    open();
  };
  const ask = async () => {
    request?.abort();
    const mine = request = new AbortController();
    const text = typed.trim();
    if (!text) { options = []; status.textContent = ""; return close(); }
    try {
      const answer = await fetch(`${form.dataset.search}?q=${encodeURIComponent(text)}`, { signal: mine.signal, credentials: "omit" });
      if (!answer.ok) return;
      const found = await answer.json();
      if (mine === request && !mine.signal.aborted && document.activeElement === input) show(found);
    } catch { /* superseded, or no network: the form works without */ }
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) return;
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (!isOpen()) { open(); if (!event.altKey) choose(down ? 0 : last); return; }
      if (event.altKey) { if (!down) { choose(-1); close(); } return; }
      // Past either end stands what was typed.
      choose(down ? (chosen === last ? -1 : chosen + 1) : (chosen === -1 ? last : chosen - 1));
    } else if ((event.key === "Home" || event.key === "End") && isOpen() && !event.shiftKey) {
      // The cursor goes there in the text, and the list lets go of its line.
      event.preventDefault();
      choose(-1);
      const place = event.key === "Home" ? 0 : input.value.length;
      input.setSelectionRange(place, place);
    } else if (event.key === "Escape") {
      if (!isOpen()) { input.value = typed = ""; return; }
      event.preventDefault();
      choose(-1);
      close();
    } else if (event.key === "Enter" && isOpen() && chosen >= 0) {
      event.preventDefault();
      go(options[chosen]);
    } else if (event.key === "Tab") close();
  });
  // The field keeps the focus while a line is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = options.find((each) => each.element.contains(event.target));
    if (option && (event.ctrlKey || event.metaKey)) window.open(option.url, "_blank", "noopener");
    else if (option) go(option);
  });
  input.addEventListener("blur", () => { if (isOpen()) { choose(-1); close(); } else close(); });
  form.addEventListener("submit", close);
  // A page that comes back from the browser's memory begins anew.
  addEventListener("pageshow", (event) => { if (event.persisted) { close(); typed = input.value; } });
}

for (const form of document.querySelectorAll("form[data-search]")) combobox(form);
