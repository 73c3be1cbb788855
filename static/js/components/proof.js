// Forms that guests may send: from the first touch on the browser tries keys until one fits, off the page's own
// thread. Where it cannot, the form goes without.
{
  const work = new WeakMap(); // field -> { until, done: Promise }
  const SPARE = 60_000; // ms: an older challenge may run out on its way
  const AT_ONCE = 8;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const derive = async ({ nonce, salt, cost, keyLength }, counter) => {
    const password = new Uint8Array(nonce.length / 2 + 4);
    password.set(bytes(nonce));
    new DataView(password.buffer).setUint32(nonce.length / 2, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    return hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost }, key, keyLength * 8));
  };

  const solve = async (url, entry) => {
    const answer = await fetch(url, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) return "";
    const { parameters, signature, most } = await answer.json();
    entry.until = parameters.expiresAt * 1000 - SPARE;
    for (let first = 0; first <= most; first += AT_ONCE) {
      const keys = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => derive(parameters, first + i)));
      const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
      if (found >= 0) return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter: first + found, derivedKey: keys[found] } }));
    }
    return "";
  };

  const begin = (field) => {
    let entry = work.get(field);
    if (!entry || entry.until < Date.now()) {
      entry = { until: Infinity };
      field.value = "";
      entry.done = solve(field.dataset.proof, entry).catch(() => "").then((value) => { entry.over = true; field.value = value; });
      work.set(field, entry);
    }
    return entry;
  };
  const fieldOf = (event) => event.target.closest?.("form")?.querySelector("[data-proof]");

  if (globalThis.crypto?.subtle) {
    addEventListener("focusin", (event) => { const field = fieldOf(event); if (field) begin(field); });
    addEventListener("submit", (event) => {
      const field = fieldOf(event);
      if (!field) return;
      const entry = begin(field);
      // What is sent is used up: the next time needs a new one.
      if (entry.over) { setTimeout(() => { work.delete(field); field.value = ""; }); return; }
      event.preventDefault();
      event.stopPropagation();
      if (entry.waits) return;
      entry.waits = true;
      const line = event.target.querySelector("[data-proof-words]");
      const slow = setTimeout(() => { line.textContent = line.dataset.proofWords; }, 500);
      entry.done.then(() => { clearTimeout(slow); line.textContent = ""; event.target.requestSubmit(event.submitter); });
    }, true);
  }
}
