// Work at the desk without a page's wait: forms and links of the work itself are fetched, and the new page's <main> takes
// the place of the old one. Whatever bears data-key answers to that key. Without this script all of it works as pages.

const RESTING = "keys"; // in localStorage, where single keys are off: see keyboard.js
const ASSETS = "link[rel=stylesheet], script[src]";
const main = document.querySelector("main");
const said = document.body.appendChild(document.createElement("p"));
said.className = "unseen";
said.setAttribute("role", "status");

let begun = ""; // « x » of the two keys « x 2 »
let working = Promise.resolve(); // one request after another: what is typed ahead is done in its order
let shown = place(location.href); // what <main> holds

main.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-panel]") || form.method !== "post" || event.defaultPrevented) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const focused = document.activeElement?.id;
  working = working.then(() => turn(form.action, { method: "POST", body }, focused));
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("[data-panel] a[rel~=next]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  working = working.then(() => follow(link));
});

// A jump within the page is no other page: what was typed there stays.
addEventListener("popstate", () => place(location.href) === shown || turn(location.href, {}));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || localStorage.getItem(RESTING)) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "Shift") return; // some keyboards want it for figures
  const key = begun + event.key;
  begun = "";
  if (main.querySelector(`[data-key^="${CSS.escape(key)} "]`)) begun = `${key} `;
  else if (!main.querySelector(`[data-key="${CSS.escape(key)}"]`)) return;
  event.preventDefault();
  if (!begun) press(key);
});

// What a key means is what the page says as it is pressed, whatever comes of the keys before it. Once one leads to
// another page, nobody has seen yet what the next would mean: they do nothing until it has come.
let leaving = false;

function press(key) {
  const meant = main.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (leaving || !meant) return;
  if (meant.matches("input, textarea, select")) return meant.select?.() ?? meant.focus();
  const isLink = meant.matches("a[rel~=next]");
  if (!isLink && (!meant.form?.closest("[data-panel]") || meant.form.method !== "post")) return meant.click();
  if (isLink || !isReversible(meant)) {
    leaving = true;
    const gone = isLink ? () => follow(meant) : post(meant);
    working = working.then(gone).finally(() => (leaving = false));
    return;
  }
  const posted = post(meant);
  flip(meant);
  working = working.then(posted);
}

function post(button) {
  const { action } = button.form;
  const body = new FormData(button.form, button);
  return () => turn(action, { method: "POST", body });
}

// Ticked at once, so that the same key takes it off again.
const REVERSE = { add: "remove", remove: "add", reject: "restore", restore: "reject" };

function isReversible(button) {
  return button.name in REVERSE && REVERSE[button.name] in button.dataset;
}

function flip(button) {
  button.name = REVERSE[button.name];
  button.value = button.dataset[button.name];
  if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(button.name === "remove"));
}

function follow(link) {
  return turn(link.href, {}, "", true);
}

async function turn(address, options, focused = "", keep = false) {
  try {
    const answer = await fetch(address, { ...options, headers: { Accept: "text/html" } });
    const type = answer.headers.get("Content-Type") ?? "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!type.startsWith("text/html") || !fits(page)) return location.assign(answer.url);
    main.replaceChildren(...page.querySelector("main").childNodes);
    document.title = page.title;
    shown = place(answer.url);
    // Forms without an address of their own are sent to the page's.
    if (place(location.href) !== shown) history.pushState(null, "", answer.url);
    const field = focused && document.getElementById(focused);
    if (field) field.focus();
    else if (keep) main.focus();
    if (keep) scrollTo(0, 0);
    main.dispatchEvent(new CustomEvent("turned", { bubbles: true }));
    said.textContent = (main.querySelector("[role=alert], [role=status]") ?? main.querySelector("h1"))?.textContent.trim() ?? "";
  } catch {
    location.reload(); // no network: the browser says it better
  }
}

function place(address) {
  return address.split("#")[0];
}

// Whether a page can stand in this one: not where somebody is signed out meanwhile, or refused, or where it needs styles
// and scripts that are not here. It would tell what was done once only, so it is not asked for again without need.
function fits(page) {
  const here = [...document.head.querySelectorAll(ASSETS)].map(source);
  const wanted = [...page.head.querySelectorAll(ASSETS)].map(source);
  return page.querySelector("main .desk-nav") && wanted.every((address) => here.includes(address));
}

function source(asset) {
  return asset.getAttribute("href") ?? asset.getAttribute("src");
}

// A date is read as it is typed, by the same rules that will keep it.
for (const output of document.querySelectorAll("output[data-check]")) {
  const field = document.getElementById(output.htmlFor.value);
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`${output.dataset.check}?${new URLSearchParams({ q: field.value })}`);
      const read = answer.ok ? await answer.json() : { said: "" };
      output.textContent = read.said ? `${read.said} (${read.edtf})` : "…";
    }, 150);
  });
}
