// A reader's own shelf: editorials and paragraphs with notes, in localStorage and nowhere else. On the page of an
// editorial it shows « Garder »; on /shelf/ it asks for the list of what is kept, and notes and removes. Without this
// script, or where nothing may be stored, no button is shown.

const SHELF = "shelf"; // [{ id: "12" or "12.p-la-voix-du-client", note: "", at: milliseconds }], the newest last
const MOST = 200;
const LONGEST = 3500; // characters of an address that names all: a server takes four thousand
const ITEM = /^\d{1,18}(\.p-[a-z0-9-]{1,200})?$/;

const place = document.querySelector("[data-shelf]");
if (works()) {
  if (place) await show();
  else offer();
}

function works() {
  try {
    localStorage.setItem(`${SHELF}?`, "1");
    localStorage.removeItem(`${SHELF}?`);
    return true;
  } catch {
    return false;
  }
}

function kept() {
  try {
    const items = JSON.parse(localStorage.getItem(SHELF) ?? "[]");
    const own = items.filter((item) => ITEM.test(item?.id));
    return own.map(({ id, note: words, at }) => ({ id, note: String(words ?? ""), at }));
  } catch {
    return []; // written by something else
  }
}

function keep(items) {
  localStorage.setItem(SHELF, JSON.stringify(items));
}

function has(id) {
  return kept().some((item) => item.id === id);
}

// Whether it is on the shelf then: where that is full, nothing is put there, and nothing falls off.
function put(id) {
  if (has(id)) return true;
  const items = [...kept(), { id, note: "", at: Date.now() }];
  const address = items.map((item) => item.id).join(",");
  if (items.length > MOST || address.length > LONGEST) return false;
  keep(items);
  return true;
}

function remove(id) {
  keep(kept().filter((item) => item.id !== id));
}

function note(id, words) {
  keep(kept().map((item) => (item.id === id ? { ...item, note: words } : item)));
}

// The page of an editorial -----------------------------------------------------------------------------------------

function offer() {
  const button = document.querySelector("[data-keep]");
  if (!button) return;
  const { keep: number, kept: off, paragraph, full } = button.dataset;
  const label = { on: paragraph, off, full };
  toggle(button, number, label);
  button.hidden = false;
  button.parentElement.hidden = false;
  const beside = document.createElement("p");
  beside.className = "keep quiet";
  pointed();
  addEventListener("hashchange", pointed);

  // What is pointed at by its number can be kept by itself.
  function pointed() {
    const target = document.querySelector(".prose p[id^=p-]:target");
    beside.remove();
    if (!target) return;
    const own = document.createElement("button");
    own.type = "button";
    own.textContent = label.on;
    toggle(own, `${number}.${target.id}`, label);
    beside.replaceChildren(own);
    target.after(beside);
  }
}

function toggle(button, id, { off, full }) {
  const on = button.textContent;
  const tell = () => (button.textContent = has(id) ? off : on);
  button.addEventListener("click", () => {
    if (has(id)) remove(id);
    else if (!put(id)) return say(button, full);
    tell();
    announce(button.textContent);
  });
  addEventListener("storage", tell); // another tab
  tell();
}

function say(button, words) {
  button.textContent = words;
  announce(words);
}

function announce(words) {
  const status = document.querySelector("main [role=status]");
  if (status) status.textContent = words;
}

// The shelf --------------------------------------------------------------------------------------------------------

async function show() {
  const isShared = new URLSearchParams(location.search).has("ids");
  if (isShared) return share();
  place.querySelector("[data-unscripted]")?.remove();
  const items = kept();
  const empty = place.querySelector("[data-empty]");
  if (!items.length) {
    empty.hidden = false;
    return;
  }
  const ids = items.map((item) => item.id).reverse();
  const answer = await fetch(`${location.pathname}?ids=${ids.join(",")}`).catch(() => null);
  const failed = place.querySelector("[data-failed]");
  if (!answer?.ok) {
    if (failed) failed.hidden = false;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...(page.querySelector("[data-shelf]")?.childNodes ?? []));
  for (const shown of place.querySelectorAll("[data-item]")) decorate(shown);
  carry();
  copies();
}

function decorate(shown) {
  const id = shown.dataset.item;
  const deeds = document.querySelector("template[data-deeds]").content.cloneNode(true);
  const field = deeds.querySelector("textarea");
  const button = deeds.querySelector("[data-off]");
  const heading = shown.closest("li").querySelector("h2").textContent.trim();
  field.value = kept().find((item) => item.id === id)?.note ?? "";
  field.setAttribute("aria-label", `${deeds.querySelector(".label").textContent} : ${heading}`);
  button.setAttribute("aria-label", `${button.textContent} : ${heading}`);
  field.addEventListener("input", () => note(id, field.value));
  button.addEventListener("click", async () => {
    remove(id);
    if (!kept().length) return location.reload();
    await show();
    const status = document.querySelector("main [role=status]");
    status.textContent = status.dataset.removed;
    document.querySelector("main").focus();
  });
  const before = shown.querySelector(":scope > .excerpt");
  if (before) before.before(deeds);
  else shown.append(deeds);
}

// What others have sent: all of it can be put on one's own.
function share() {
  const all = place.querySelector("[data-all]");
  if (!all) return;
  copies();
  all.hidden = false;
  const button = all.querySelector("button");
  button.addEventListener("click", () => {
    const items = [...place.querySelectorAll("[data-item]")].map((shown) => shown.dataset.item);
    const left = items.filter((id) => !put(id));
    const { full, added } = document.querySelector("main [role=status]").dataset;
    if (left.length) return say(button, full);
    announce(added);
    location.assign(location.pathname);
  });
}

function copies() {
  const button = place.querySelector("[data-copy]");
  if (!button || !navigator.clipboard) return; // only over HTTPS
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    document.querySelector("main [role=status]").textContent = button.dataset.done;
  });
}

// Files with notes are put together here, so that the notes go nowhere.
function carry() {
  if (!kept().some((item) => item.note.trim())) return;
  place.querySelector("[data-noted]").hidden = false;
  for (const link of place.querySelectorAll(".files a")) {
    const ending = new URL(link.href).pathname.split(".").pop();
    const written = { bib: withBibtexNotes, ris: withRisNotes }[ending];
    if (!written) continue;
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const answer = await fetch(link.href);
      download(new Blob([written(await answer.text())], { type: "text/plain" }), `shelf.${ending}`);
    });
  }
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// The notes of an editorial and of its paragraphs, by the order of the files.
function notes() {
  const byNumber = new Map();
  for (const { id, note: words } of kept().reverse()) {
    const number = id.split(".")[0];
    byNumber.set(number, [...(byNumber.get(number) ?? []), words.trim()]);
  }
  const shown = [...place.querySelectorAll(".shelf > li")].map((row) => {
    const item = row.dataset.item ?? row.querySelector("[data-item]").dataset.item;
    return item.split(".")[0];
  });
  return shown.map((number) => byNumber.get(number)?.filter(Boolean).join(" — ") ?? "");
}

function withBibtexNotes(text) {
  const words = notes();
  let at = 0;
  return text.replace(/\n\}\n/g, (end) => {
    const own = words[at++];
    return own ? `,\n  annote = {${latex(own)}}${end}` : end;
  });
}

function latex(words) {
  const signs = { "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return words.replace(/\s+/g, " ").replace(/[\\{}~^&%$#_]/g, (sign) => signs[sign] ?? `\\${sign}`);
}

function withRisNotes(text) {
  const words = notes();
  let at = 0;
  return text.replace(/ER {2}- /g, (end) => {
    const own = words[at++];
    return own ? `N1  - ${own.replace(/\s+/g, " ")}\r\n${end}` : end;
  });
}
