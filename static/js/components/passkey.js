// Says in words what went wrong with a passkey; allauth's script only tells the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-error");
  if (!place) return;
  event.preventDefault();
  const { cancelled, failed } = place.dataset;
  place.querySelector("span").textContent = event.detail.exception?.name === "NotAllowedError" ? cancelled : failed;
  place.hidden = false;
});
