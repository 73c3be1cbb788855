// Two phrases of wagtail-localize 1.14's editor that stand in its script and in no catalogue. They are put in the
// language of the page whenever the editor draws itself.
(() => {
  const editor = document.querySelector(".js-translation-editor");
  const words = document.querySelector("[data-editor-words]")?.dataset;
  if (!editor || !words) return;

  const put = () => {
    for (const heading of editor.querySelectorAll("section h3"))
      if (/ to .+ translation$/.test(heading.textContent)) heading.firstChild.data = words.heading;
    for (const label of editor.querySelectorAll(".w-sr-only"))
      if (label.textContent === "More actions") label.firstChild.data = words.more;
  };

  new MutationObserver(put).observe(editor, { childList: true, subtree: true });
  put();
})();
