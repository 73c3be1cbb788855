// The button, and when it was printed, by the reader's clock: the sheet itself comes from a cache.
{
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  const line = document.querySelector("[data-printed]");
  if (line) {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    const fill = () => {
      line.textContent = line.dataset.printed.replace("{moment}", format.format(new Date()));
      line.hidden = false;
    };
    addEventListener("beforeprint", fill);
    fill();
  }
}
