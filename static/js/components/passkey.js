// Says in words what went wrong with a passkey; allauth's script only tells the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-error");
  if (!place) return;
  event.preventDefault();
  if (event.detail.exception?.name === "NotAllowedError") place.querySelector("span").textContent = place.dataset.cancelled;
  place.hidden = false;
});
