// «To the list» leads back to where the reader came from: the same filters, page and place in it.
{
  const back = document.querySelector("[data-back]");
  if (back && document.referrer) {
    const list = new URL(back.dataset.back, location.href);
    const from = new URL(document.referrer);
    const rest = from.pathname.startsWith(list.pathname) ? from.pathname.slice(list.pathname.length) : "elsewhere";
    if (from.origin === list.origin && /^(?:\d{4}\/(?:\d{2}\/){0,2})?$/.test(rest)) {
      back.href = `${from.pathname}${from.search}#${back.dataset.key}`;
    }
  }
}
