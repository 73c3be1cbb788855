// Looking a receipt up and counting all ballots anew, in the reader's own browser: the receipt never leaves it.
// The same arithmetic as portal/participation/polls/chain.py and results/counting.py; totals are whole numbers.
const root = document.querySelector("[data-recount]");
const words = root?.querySelector("[data-words]").dataset;
const ALPHABET = "23456789ACEHKMPTX";
const LENGTH = 20;
// Ukrainian letters of the same shape (as receipts.py has them), and B, which is taken for 8.
const LIKE = { "\u0410": "A", "\u0421": "C", "\u0415": "E", "\u041d": "H", "\u041a": "K", "\u041c": "M", "\u0420": "P", "\u0422": "T", "\u0425": "X", "\u0412": "8", "\u0417": "3", B: "8" };
const CHECKED = ["verified", "email", "paper"];
const END = ',\n"sha256": "';
const encoder = new TextEncoder();

const sha = async (text) => {
  const buffer = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

// JSON as the chain has it: keys in order, no spaces.
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
};

// The receipt that was typed, in any script and grouping; null when it can be none.
const readReceipt = (typed) => {
  const found = Array.from(typed.toUpperCase(), (sign) => LIKE[sign] ?? sign).filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join("");
  if (found.length !== LENGTH || Array.from(found).some((sign) => !ALPHABET.includes(sign))) return null;
  const sum = Array.from(found.slice(0, -1)).reduce((total, sign, place) => total + ALPHABET.indexOf(sign) * (place % 16 + 1), 0);
  return ALPHABET[sum % ALPHABET.length] === found.at(-1) ? found : null;
};

let list;
const download = () => {
  list ??= fetch(root.dataset.list, { credentials: "omit" }).then((answer) => {
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }).then((text) => ({ text, data: JSON.parse(text) }));
  list.catch(() => { list = undefined; });
  return list;
};

const paragraph = (text, strong = false) => {
  const p = document.createElement("p");
  const inside = strong ? p.appendChild(document.createElement("strong")) : p;
  inside.textContent = text;
  return p;
};

const inWords = (answer, options) => {
  const word = (code) => options[code] ?? String(code);
  if (Array.isArray(answer)) return answer.map(word).join("; ");
  if (typeof answer === "object") return Object.entries(answer).map(([row, code]) => `${word(row)}: ${word(code)}`).join("; ");
  return word(answer);
};

const find = async (form, place) => {
  const receipt = readReceipt(form.elements.receipt.value);
  if (!receipt) return place.replaceChildren(paragraph(words.noCode, true));
  place.replaceChildren(paragraph(words.downloading));
  const key = await sha(`${root.dataset.poll}:${root.dataset.round}:${receipt}`);
  const { data } = await download();
  const ballot = data.ballots.find((each) => each.key === key);
  if (!ballot) return place.replaceChildren(paragraph(words.notThere, true));
  const labels = JSON.parse(document.getElementById("recount-labels").textContent);
  const facts = document.createElement("dl");
  facts.className = "facts";
  for (const [code, { text, options }] of Object.entries(labels)) {
    if (!(code in ballot.answers)) continue;
    const pair = facts.appendChild(document.createElement("div"));
    pair.appendChild(document.createElement("dt")).textContent = text;
    pair.appendChild(document.createElement("dd")).textContent = inWords(ballot.answers[code], options);
  }
  const shown = [paragraph(words.there, true)];
  if (ballot.voided !== undefined) shown.push(paragraph(words.voided.replace("{reason}", ballot.voided)));
  place.replaceChildren(...shown, facts, paragraph(`${words.key} ${key}`));
};

// Decimals of at most four places, as whole numbers of ten-thousandths.
const scaled = (text) => {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const found = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0"));
  return text.startsWith("-") ? -found : found;
};

const KINDS = {
  ranking: (found, answer) => answer.forEach((code, place) => {
    add(found, "points", code, answer.length - 1 - place);
    if (place === 0) add(found, "first", code, 1);
  }),
  matrix: (found, answer) => Object.entries(answer).forEach(([row, code]) => add(found.rows ??= {}, row, code, 1)),
  number: (found, answer) => { found.sum = (found.sum ?? 0n) + scaled(answer); },
  date: (found, answer, said) => add(found, "counts", answer.slice(0, (Object.keys(said.counts)[0] ?? answer).length), 1),
};
const counts = (found, answer) => [answer].flat().forEach((code) => add(found, "counts", code, 1));
const add = (found, name, code, by) => { (found[name] ??= {})[code] = (found[name][code] ?? 0) + by; };

// Whether all that is said of a group is what was counted; what is not counted here (median, ends) is passed by.
const same = (said, found) => Object.entries(said).every(([name, value]) => {
  if (name === "answered") return value === (found.answered ?? 0);
  if (name === "sum") return value === null ? found.sum === undefined : scaled(value) === found.sum;
  if (!["counts", "points", "first", "rows"].includes(name)) return true;
  const flat = (each) => canonical(Object.fromEntries(Object.entries(each ?? {}).filter(([, one]) => one !== 0)));
  if (name !== "rows") return flat(value) === flat(found[name]);
  return Object.keys(value).every((row) => flat(value[row]) === flat(found.rows?.[row]));
});

const totals = (data) => {
  const form = data.form.uk.questions.filter((question) => question.code in data.tally.questions);
  const found = {};
  for (const { channel, answers, voided } of data.ballots) {
    if (voided !== undefined) continue;
    for (const question of form) {
      const answer = answers[question.code];
      if (answer === undefined) continue;
      for (const group of CHECKED.includes(channel) ? ["main", channel] : [channel]) {
        const place = (found[question.code] ??= {})[group] ??= {};
        place.answered = (place.answered ?? 0) + 1;
        (KINDS[question.kind] ?? counts)(place, answer, data.tally.questions[question.code][group] ?? {});
      }
    }
  }
  return form.filter((question) => {
    const said = data.tally.questions[question.code];
    return !Object.entries(said).every(([group, numbers]) => same(numbers, found[question.code]?.[group] ?? {}));
  });
};

const byChannel = (ballots) => {
  const found = {};
  for (const { channel } of ballots) found[channel] = (found[channel] ?? 0) + 1;
  return canonical(found);
};

const faults = async ({ text, data }, tell) => {
  const found = [];
  const end = text.lastIndexOf(END);
  if (end < 0 || data.sha256 !== await sha(text.slice(0, end))) found.push(words.file);
  let head = await sha(`${data.poll}:${data.round}`);
  let last = "";
  for (const [place, { key, channel, answers }] of data.ballots.entries()) {
    if (key <= last) return [...found, words.order];
    head = await sha(`${head}|${key}|${channel}|${canonical(answers)}`);
    last = key;
    if (place % 1000 === 999) tell(place + 1);
  }
  const isThisPoll = data.poll === root.dataset.poll && String(data.round) === root.dataset.round;
  if (head !== data.head || head !== root.dataset.head || !isThisPoll) found.push(words.chain);
  for (const { key, voided } of data.ballots) if (voided !== undefined) head = await sha(`${head}|${key}|${voided}`);
  if (head !== data.void_head) found.push(words.void);
  const valid = data.ballots.filter(({ voided }) => voided === undefined);
  const out = data.ballots.filter(({ voided }) => voided !== undefined);
  const isAll = data.ballots.length === data.count && byChannel(valid) === canonical(data.tally.ballots) && byChannel(out) === canonical(data.tally.voided);
  if (!isAll) found.push(words.number);
  for (const question of totals(data)) found.push(`${words.totals} ${question.text}`);
  return found;
};

const count = async (button, place) => {
  button.disabled = true;
  place.replaceChildren(paragraph(words.downloading));
  try {
    const whole = await download();
    const progress = paragraph("");
    place.replaceChildren(progress);
    const found = await faults(whole, (done) => { progress.textContent = words.counting.replace("{count}", done); });
    const shown = found.length ? found : [words.holds.replace("{count}", whole.data.ballots.length)];
    place.replaceChildren(...shown.map((text) => paragraph(text, true)));
  } catch {
    place.replaceChildren(paragraph(words.lost, true));
  } finally {
    button.disabled = false;
  }
};

// Hashes are there only where the page came safely (https or this machine); else the portal looks up.
if (root && globalThis.crypto?.subtle) {
  const form = root.querySelector("[data-find]");
  const place = root.querySelector("[data-found]");
  root.querySelector("[data-stays]").hidden = false;
  root.querySelector("[data-leaves]").hidden = true;
  root.querySelector("[data-needs-script]").hidden = true;
  root.querySelector("[data-begin]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(form, place).catch(() => place.replaceChildren(paragraph(words.lost, true)));
  });
  const button = root.querySelector("[data-count]");
  button.addEventListener("click", () => count(button, root.querySelector("[data-counted]")));
}
