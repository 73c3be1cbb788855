// Keys of the queue. They do nothing while somebody types, nor together with other keys, and a switch turns
// them off for good in this browser. Without this file everything works by links, boxes and buttons.
(() => {
  const box = document.querySelector("[data-keys]");
  if (!box) return;
  const KEY = "moderation-keys";
  const control = box.querySelector("[data-keys-switch]");
  const items = [...document.querySelectorAll("[data-queue] [data-item]")];
  const form = document.querySelector("[data-decide]");
  let at = -1;
  box.hidden = false;
  control.checked = localStorage.getItem(KEY) !== "off";
  control.addEventListener("change", () => localStorage.setItem(KEY, control.checked ? "on" : "off"));

  const choose = (selector) => {
    const found = form?.querySelector(selector);
    if (!found) return false;
    found.checked = true;
    found.focus();
    return true;
  };
  const go = (step) => {
    if (!items.length) return false;
    at = Math.min(items.length - 1, Math.max(0, at + step));
    items[at].focus();
    items[at].scrollIntoView({ block: "center" });
    return true;
  };
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: () => {
      const tick = items[at]?.querySelector("input[type=checkbox]:not(:disabled)");
      if (tick) tick.checked = !tick.checked;
      return Boolean(tick);
    },
    o: () => {
      const link = items[at]?.querySelector("[data-open]");
      link?.click();
      return Boolean(link);
    },
    p: () => choose("[name=act][value=publish], [name=act][value=restore]"),
    h: () => choose("[name=act][value=hide], [name=act][value=reject]"),
    l: () => choose("[name=act][value=keep]"),
    w: () => {
      const word = form?.querySelector("[name=word]");
      word?.focus();
      return Boolean(word);
    },
    u: () => {
      const back = document.querySelector("[data-back]");
      back?.click();
      return Boolean(back);
    },
  };
  document.addEventListener("keydown", (event) => {
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const typed = event.target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
    if (!control.checked || typed || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // By the place of the key as well: a Ukrainian layout has other letters there.
    const key = /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
    const rule = /^[1-9]$/.test(key) ? form?.querySelectorAll("[name=rule]")[Number(key) - 1] : null;
    if (rule) {
      rule.checked = true;
      rule.focus();
      event.preventDefault();
    } else if (Object.hasOwn(acts, key) && acts[key]()) event.preventDefault();
  });
})();
