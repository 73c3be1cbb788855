// What came since the list was made: asked for once a minute while somebody looks, shown when they want it.
{
  const EVERY = 60_000;
  const LONGEST = 600_000;
  const box = document.querySelector("[data-latest]");
  const status = box?.querySelector("[data-latest-status]");
  if (status) {
    const list = box.querySelector("[data-latest-list]");
    const link = status.querySelector("a");
    const pause = box.querySelector("[data-latest-pause]");
    const plural = new Intl.PluralRules(document.documentElement.lang);
    let wait = EVERY;
    let timer = 0;
    let asked = Date.now();
    let paused = navigator.connection?.saveData ?? false;
    try { paused = localStorage.getItem("latest") === "off" || paused; } catch { /* storage may be forbidden */ }

    const keys = () => [...list.querySelectorAll(".feed__item[id]")].map((item) => Number(item.id.slice(1)));

    // Items above the first one that is shown; what moved up because another went away is not new.
    const fresh = (items) => {
      const shown = new Set(keys());
      const known = items.findIndex((key) => shown.has(key));
      return known < 0 ? items : items.slice(0, known);
    };

    const offer = (number) => {
      const form = status.dataset[plural.select(number)] ?? status.dataset.many;
      const words = form.replace(/\d+/, number);
      if (link.textContent !== words) link.textContent = words;
      link.parentElement.hidden = number === 0;
    };

    const ask = async () => {
      asked = Date.now();
      try {
        // The browser keeps the answer and its ETag; unchanged news cost a 304.
        const answer = await fetch(box.dataset.latest, { cache: "no-cache", credentials: "omit" });
        if (!answer.ok) throw new Error(String(answer.status));
        offer(fresh((await answer.json()).items).length);
        wait = EVERY;
      } catch {
        wait = Math.min(wait * 2, LONGEST);
      }
      plan();
    };

    const plan = () => {
      clearTimeout(timer);
      if (!paused && document.visibilityState === "visible") timer = setTimeout(ask, Math.max(0, asked + wait - Date.now()));
    };

    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const shown = new Set(keys());
      try {
        const answer = await fetch(box.dataset.list, { cache: "no-cache", credentials: "omit" });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const news = page.querySelector("[data-latest-list]");
        const items = [...news.querySelectorAll(".feed__item[id]")].filter((item) => !shown.has(Number(item.id.slice(1))));
        for (const item of items) item.classList.add("feed__item--new");
        list.replaceChildren(...news.childNodes);
        const count = page.querySelector(".bar__count");
        if (count) document.querySelector(".bar__count")?.replaceWith(count);
        offer(0);
        items[0]?.querySelector("a").focus();
      } catch {
        location.assign(link.href);
      }
    });

    pause.hidden = false;
    pause.setAttribute("aria-pressed", String(paused));
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      try { if (paused) localStorage.setItem("latest", "off"); else localStorage.removeItem("latest"); } catch { /* it holds for this page */ }
      plan();
    });
    document.addEventListener("visibilitychange", plan);
    addEventListener("pageshow", (event) => { if (event.persisted) plan(); });
    plan();
  }
}
