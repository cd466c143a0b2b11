// Single keys: « / » to search, « j » and « k » from one editorial to the next, « n » and « p » from one marked word to
// the next (marks.js), « ? » to see them. They can be put to rest, as WCAG 2.1.4 asks for keys that a voice or a slip might press.

const NEXT = { j: 1, k: -1 };
const MARK = { n: 1, p: -1 };
const RESTING = "keys"; // in localStorage, where they are off
const dialog = document.querySelector("#keys");
const active = dialog.querySelector("input[name=keys]");
const opener = document.querySelector("[data-keys]");

active.checked = !localStorage.getItem(RESTING);
active.addEventListener("change", () => {
  if (active.checked) localStorage.removeItem(RESTING);
  else localStorage.setItem(RESTING, "off");
});
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
document.addEventListener("keydown", onKey);

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || dialog.open || !active.checked) return;
  if (event.key === "/") seek();
  else if (event.key === "?") dialog.showModal();
  else if (event.key in MARK && document.querySelector("[data-marks]")) {
    document.dispatchEvent(new CustomEvent("mark", { detail: MARK[event.key] }));
  } else if (!(event.key in NEXT && move(NEXT[event.key]))) return;
  event.preventDefault();
}

function seek() {
  const field = document.querySelector("form[role=search] input[name=q]");
  if (field) field.select();
  else location.assign(dialog.dataset.search);
}

// In a list the next title is pointed at; from an editorial the next of its search is opened, else its neighbour.
function move(step) {
  const titles = [...document.querySelectorAll("main:not(:has(.reading)) li > article :is(h2, h3) a")];
  if (titles.length) {
    const at = titles.indexOf(document.activeElement.closest("a"));
    const next = titles[at < 0 ? (step > 0 ? 0 : -1) : at + step];
    next?.focus();
    return Boolean(next);
  }
  const among = document.querySelector("main .walk") ? ".walk" : "main";
  const beside = document.querySelector(`${among} a[rel~="${step > 0 ? "next" : "prev"}"]`);
  if (beside) location.assign(beside.href);
  return Boolean(beside);
}
