// What is typed into a long form is kept in this browser until the site has saved it; of texts that are written,
// manuscript.js keeps more. A correction and an issue are kept on the site as well (`data-keep`: where, `data-deed`: what
// to ask for), and gone on with there; at once where the page is left. Of what browser and site have kept the later is offered. Who logs out leaves nothing behind: see leaving.js.

const [PAUSE, SOON] = [300, 2500]; // milliseconds after the last key
const form = document.querySelector("form[data-typed]");
const { account } = document.querySelector("[data-account]").dataset; // its number: others may write in the same browser
const key = `writing:${account}:${location.pathname}${location.search}`;
const show = (name, isShown) => (form.querySelector(`[data-${name}]`).hidden = !isShown);
let timer, remote;
let latest = 0; // the number of the last change
let sentLast = 0; // and of the last that the site was asked to keep
let isSending = false;
let working = Promise.resolve(); // one request after another: the first tells its number
let sending = new AbortController();

const sent = sessionStorage.getItem("sent");
if ("received" in form.dataset && sent) localStorage.removeItem(sent);
sessionStorage.removeItem("sent");
offer();

form.addEventListener("input", ({ target }) => {
  if (target.closest("li")?.matches(".to-add > :last-child")) addRow();
  latest += 1;
  clearTimeout(timer);
  clearTimeout(remote);
  timer = setTimeout(keep, PAUSE);
  if (!form.dataset.keep) return;
  const { signal } = sending;
  remote = setTimeout(() => (working = working.then(() => keepThere(signal))), SOON);
});

form.addEventListener("submit", () => {
  clearTimeout(timer);
  clearTimeout(remote);
  sending.abort();
  sending = new AbortController();
  keep();
  sentLast = latest;
  sessionStorage.setItem("sent", key);
});

form.addEventListener("renewed", () => latest !== sentLast && (working = working.then(() => keepThere(sending.signal))));

// The page is about to be left (so that the next has it), is left, or another tab is looked at.
addEventListener("beforeunload", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

// While a first request waits for its number a second would be kept beside it.
function leave() {
  if (sentLast === latest) return;
  keep();
  if (!isSending) working = keepThere(sending.signal, true);
}

function entries() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify({ entries: entries(), at: Date.now() }));
  } catch {
    // no room, or none allowed
  }
}

// `keepalive`: goes on when the page is gone; browsers take 64 KiB at most, and files are not kept anyway.
async function keepThere(signal, keepalive = false) {
  if (!form.dataset.keep) return;
  const number = latest;
  const sent = new FormData(form);
  for (const { type, name } of form.elements) if (type === "file") sent.delete(name);
  sent.set("do", form.dataset.deed);
  sent.set("format", "html");
  isSending = true;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: sent, signal, keepalive });
    const isBegunElsewhere = answer.status === 409;
    if (answer.redirected || answer.status === 403) return form.dispatchEvent(new CustomEvent("lapsed"));
    if (!answer.ok && !isBegunElsewhere) return show("away", true);
    sentLast = number;
    show("lapsed", false);
    show("away", false);
    const told = await answer.json();
    form.querySelector("[data-kept]").textContent = told.kept;
    if (isBegunElsewhere) {
      delete form.dataset.keep;
      return;
    }
    form.elements.manuscript.value = told.manuscript;
    if (number === latest) localStorage.removeItem(key);
  } catch {
    if (!signal.aborted && !keepalive) show("away", true);
  } finally {
    isSending = false;
  }
}

function offer() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    return; // none of ours
  }
  if (!kept?.entries || written(kept.entries) === written(entries())) return;
  const onSite = document.querySelector("[data-site-kept]");
  if (onSite && kept.at < Date.parse(onSite.dataset.siteKept)) return;
  const told = form.querySelector("[data-browser-kept]").content.firstElementChild.cloneNode(true);
  const [{ lang }, style] = [document.documentElement, { dateStyle: "long", timeStyle: "short" }];
  if (kept.at) told.querySelector("[data-when]").textContent = new Date(kept.at).toLocaleString(lang, style);
  form.before(told);
  if (onSite) onSite.hidden = true;
  told.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    told.remove();
    if (onSite) onSite.hidden = false;
  });
  told.querySelector("[data-take]").addEventListener("click", () => {
    put(kept.entries);
    told.remove();
  });
}

// What somebody has written, without what the page says of itself (its version or seal).
function written(typed) {
  return JSON.stringify(typed.filter(([name]) => form.querySelector(`[name="${CSS.escape(name)}"]`)?.type !== "hidden"));
}

// A further row, empty, below the last of the texts that come into an issue.
function addRow() {
  const rows = form.querySelector(".to-add");
  if (rows.children.length >= Number(rows.dataset.most)) return;
  const row = rows.lastElementChild.cloneNode(true);
  row.querySelectorAll(".existing, .errorlist").forEach((part) => part.remove());
  if (!row.querySelector("[name=row-existing]")) row.append(hidden("row-existing"));
  row.className = "";
  for (const field of row.querySelectorAll("input")) {
    const label = row.querySelector(`label[for="${field.id}"]`);
    field.value = "";
    for (const name of ["autofocus", "aria-invalid", "aria-describedby"]) field.removeAttribute(name);
    if (!label) continue;
    field.id = field.id.replace(/\d+$/, rows.children.length + 1);
    label.htmlFor = field.id;
  }
  rows.append(row);
}

function hidden(name) {
  const field = document.createElement("input");
  [field.type, field.name] = ["hidden", name];
  return field;
}

// What the page was of (its version or seal) comes back with the rest: so what others saved meanwhile is told.
function put(typed) {
  for (const field of form.elements) if (field.type === "checkbox") field.checked = false;
  const places = {}; // of names that stand several times
  for (const [name, value] of typed) {
    const place = places[name] ?? 0;
    places[name] = place + 1;
    const fields = () => form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    if (name.startsWith("row-") && fields().length === place) addRow();
    const field = fields()[place];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
}
