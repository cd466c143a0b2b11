// What is being written is kept: in this browser at once, on the site soon after, or as the page is left. A copy stays in the browser only as long
// as the site has not got it.

const [AT_ONCE, SOON] = [300, 2500]; // milliseconds after the last key
const LEFT_OUT = ["csrfmiddlewaretoken", "do", "sure"];
const form = document.querySelector("form.writing");
const { account } = document.querySelector("[data-account]").dataset; // its number: see leaving.js, too
const show = (name, isShown) => (form.querySelector(`[data-${name}]`).hidden = !isShown);
let local, remote;
let latest = 0; // the number of the last change
let sentLast = 0; // and of the last that the site was asked to keep
let isSending = false;
let working = Promise.resolve(); // one request after another: the first of a new text tells its number
let sending = new AbortController();

if ("received" in form.dataset && sessionStorage.getItem("sent")) localStorage.removeItem(sessionStorage.getItem("sent"));
sessionStorage.removeItem("sent");
if (!("givenBack" in form.dataset)) offer();

form.addEventListener("input", () => {
  latest += 1;
  clearTimeout(local);
  clearTimeout(remote);
  local = setTimeout(keepHere, AT_ONCE);
  const { signal } = sending;
  remote = setTimeout(() => (working = working.then(() => keepThere(signal))), SOON);
});

form.addEventListener("submit", () => {
  clearTimeout(local);
  clearTimeout(remote);
  sending.abort();
  sending = new AbortController();
  keepHere();
  sentLast = latest;
  sessionStorage.setItem("sent", key());
});

// The page is about to be left (so that the next has it), is left, or another tab is looked at.
addEventListener("beforeunload", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

// While a first request waits for its number a second would be kept beside it.
function leave() {
  if (sentLast === latest) return;
  keepHere();
  if (!isSending) working = keepThere(sending.signal, true);
}

form.addEventListener("lapsed", () => keepHere());
form.addEventListener("renewed", () => latest !== sentLast && (working = working.then(() => keepThere(sending.signal))));
form.addEventListener("away", () => show("away", true));

// Of this account alone: others may write in the same browser.
function key() {
  return `writing:${account}:${location.pathname}?${form.elements.manuscript.value}`;
}

function keepHere() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([name, value]) => isKept(name, value)));
  try {
    localStorage.setItem(key(), JSON.stringify({ fields, at: Date.now() }));
  } catch {
    // no room, or none allowed: the site keeps it
  }
}

function isKept(name, value) {
  return typeof value === "string" && !LEFT_OUT.includes(name);
}

// `keepalive`: goes on when the page is gone; browsers take 64 KiB at most, and files are not kept anyway.
async function keepThere(signal, keepalive = false) {
  const [kept, number] = [key(), latest];
  const sent = new FormData(form);
  for (const { type, name } of form.elements) if (type === "file") sent.delete(name);
  sent.set("do", "autosave");
  isSending = true;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: sent, signal, keepalive });
    if (answer.redirected || answer.status === 403) return form.dispatchEvent(new CustomEvent("lapsed"));
    if (!answer.ok) return show("away", true);
    sentLast = number;
    const told = await answer.json();
    form.elements.manuscript.value = told.manuscript;
    history.replaceState(history.state, "", told.address);
    form.querySelector("[data-kept]").textContent = told.kept;
    form.querySelector("[data-others]").textContent = told.others;
    show("lapsed", false);
    show("away", false);
    if (number === latest) localStorage.removeItem(kept);
  } catch {
    if (!signal.aborted && !keepalive) show("away", true);
  } finally {
    isSending = false;
  }
}

// What the site never got.
function offer() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(key()));
  } catch {
    return; // none of ours
  }
  if (!kept?.fields) return;
  const told = form.querySelector("[data-browser-kept]").content.firstElementChild.cloneNode(true);
  const [{ lang }, style] = [document.documentElement, { dateStyle: "long", timeStyle: "short" }];
  if (kept.at) told.querySelector("[data-when]").textContent = new Date(kept.at).toLocaleString(lang, style);
  form.querySelector(".told").prepend(told);
  told.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key());
    told.remove();
  });
  told.querySelector("[data-take]").addEventListener("click", () => {
    for (const field of form.elements) if (field.type === "checkbox" && isKept(field.name, "")) field.checked = false;
    for (const [name, value] of Object.entries(kept.fields)) put(name, value);
    form.dispatchEvent(new CustomEvent("restored", { detail: kept.fields.body ?? "" }));
    form.dispatchEvent(new InputEvent("input", { bubbles: true }));
    told.remove();
  });
}

function put(name, value) {
  const field = form.elements[name];
  if (!field || name === "body" || name === "manuscript") return;
  if (field.type === "checkbox") field.checked = true;
  else field.value = value;
}
