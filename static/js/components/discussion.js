// The discussion under a page: fetched when it comes near. htmx puts answers and forms into it; here is what htmx
// leaves: what is typed survives, the focus goes where something has happened, and it is said aloud.
{
  const section = document.querySelector(".discussion[data-htmx]");
  const body = section?.querySelector("[data-discussion-body]") ?? section;
  const status = section?.querySelector("[data-said]");
  const KEEP = 30 * 86_400_000; // ms: an older draft is nobody's any more
  const CONFIG = {
    allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyEnabled: false,
    responseHandling: [
      { code: "204", swap: false },
      { code: "(404|429|503)", swap: true, error: true, swapOverride: "afterbegin" }, // beside what was typed
      { code: "(2..|403|409|422)", swap: true },
      { code: "...", swap: false, error: true },
    ],
  };

  const say = (words, isTrouble = false) => {
    if (!status) return;
    status.classList.toggle("visually-hidden", !isTrouble);
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 100); // the same words twice are said twice
  };

  // --- Drafts: what is typed stays in this browser until the portal says that it has it ---
  const drafts = {
    key: (name) => `draft:${name}`,
    get(name) {
      try {
        const { text, at } = JSON.parse(localStorage.getItem(this.key(name)) ?? "{}");
        return at > Date.now() - KEEP ? text : "";
      } catch { return ""; }
    },
    set(name, text) {
      try {
        if (text.trim()) localStorage.setItem(this.key(name), JSON.stringify({ text, at: Date.now() }));
        else localStorage.removeItem(this.key(name));
      } catch { /* storage may be forbidden or full: the page works without */ }
    },
  };
  const count = (area) => {
    const left = area.form?.querySelector("[data-left]");
    if (!left) return;
    left.textContent = `${area.value.length} / ${area.dataset.most}`;
    left.classList.toggle("comments__left--over", area.value.length > area.dataset.most);
  };
  const wake = (root) => {
    for (const area of root.querySelectorAll("textarea[data-draft]")) {
      const kept = drafts.get(area.dataset.draft);
      const isChange = area.dataset.draft.includes(":e");
      if (kept && kept !== area.value && (!area.value || isChange)) {
        area.value = kept;
        say(section.dataset.restored);
      }
      count(area);
    }
  };
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.draft) return;
    drafts.set(target.dataset.draft, target.value);
    count(target);
  });
  for (const sent of document.querySelectorAll("[data-sent]")) drafts.set(sent.dataset.sent, "");

  // --- htmx, when somebody is about to use it ---
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    // htmx waits for an event that is over when it comes between the page's tree and its pictures.
    if (document.readyState !== "complete") await new Promise((done) => { addEventListener("load", done, { once: true }); });
    if (globalThis.htmx || document.querySelector(`script[src="${section.dataset.htmx}"]`)) return; // a poll of the page was faster
    const config = Object.assign(document.createElement("meta"), { name: "htmx-config", content: JSON.stringify(CONFIG) });
    document.head.append(config, Object.assign(document.createElement("script"), { src: section.dataset.htmx }));
  };
  const names = ({ target }) => {
    if (!target.matches("textarea[data-people]")) return;
    section.removeEventListener("focusin", names);
    document.head.append(Object.assign(document.createElement("script"), { src: section.dataset.mention }));
  };
  const ready = () => {
    wake(section);
    globalThis.htmx?.process(body);
    if (section.querySelector("form")) load();
  };

  if (section) {
    for (const type of ["pointerover", "touchstart", "focusin"]) section.addEventListener(type, load, { once: true, passive: true });
    section.addEventListener("focusin", names);
    if (section.dataset.discussion) {
      const fetchPart = async () => {
        try {
          const answer = await fetch(section.dataset.discussion);
          if (!answer.ok) return;
          const part = new DOMParser().parseFromString(await answer.text(), "text/html");
          const hadFocus = body.contains(document.activeElement);
          body.replaceChildren(...part.body.childNodes);
          if (hadFocus) body.querySelector("a")?.focus();
          ready();
          if (location.hash && body.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)) location.replace(location.hash);
        } catch { /* the link to the whole discussion stays */ }
      };
      if (/^#(c\d|discussion)/.test(location.hash)) fetchPart();
      else {
        const watch = new IntersectionObserver((seen) => {
          if (!seen.some((entry) => entry.isIntersecting)) return;
          watch.disconnect();
          fetchPart();
        }, { rootMargin: "600px" });
        watch.observe(section);
      }
    } else ready();

    // Marked words of a comment are what is quoted; pressing the link unmarks them.
    let marked = {};
    document.addEventListener("pointerdown", () => {
      const selection = getSelection();
      marked = { node: selection.anchorNode, words: selection.toString() };
    }, true);
    document.addEventListener("htmx:configRequest", ({ detail }) => {
      const said = detail.elt.closest(".comment")?.querySelector(".comment__body");
      if (detail.elt.matches("[data-quote]") && marked.words && said?.contains(marked.node)) detail.parameters.words = marked.words;
    });
    // Whatever htmx puts in says where the focus goes.
    document.addEventListener("htmx:load", ({ target }) => {
      if (!section.contains(target)) return;
      wake(target);
      const goal = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]") ?? target.querySelector("textarea:not([id^=id_p])");
      goal?.focus();
      if (goal?.tagName === "TEXTAREA") goal.setSelectionRange(goal.value.length, goal.value.length);
    });
    document.addEventListener("said", ({ detail }) => say(detail.value));
    document.addEventListener("sent", ({ detail }) => drafts.set(detail.value, ""));
    document.addEventListener("htmx:sendError", () => say(section.dataset.lost, true));
  }
}
