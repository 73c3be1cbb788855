// Tells the portal that these results were shown and which of them was opened: the place, nothing of the reader.
const box = document.querySelector("[data-asked]");
const tell = (place) => {
  const words = new URLSearchParams({ token: box.dataset.askedToken });
  if (place) words.set("place", place);
  navigator.sendBeacon?.(box.dataset.asked, words);
};

if (box) {
  tell();
  const clicked = (event) => {
    const place = event.target.closest("a") && event.target.closest("[data-place]")?.dataset.place;
    if (place && event.button < 2) tell(place);
  };
  box.addEventListener("click", clicked);
  box.addEventListener("auxclick", clicked);
}
