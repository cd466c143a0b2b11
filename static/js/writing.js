// The text of an editorial, written as it will be read: a small editor in the place of the field with Markdown. It makes
// nothing clean itself: what is pasted, shown and saved is cleaned by the site, and by it alone.

const PAUSE = 700; // milliseconds without a key before the preview follows
const HOLDERS = "ul, ol, blockquote, table, thead, tbody, tr, figure"; // spaces between what these hold are none
const BLOCKS = "p, h2, h3, h4, ul, ol, blockquote, hr, figure, table, div";
const form = document.querySelector("form.writing");
const source = form.elements.body;
const tools = form.querySelector(".text-tools");
const preview = form.querySelector("[data-preview]");
const editor = document.createElement("div");
let timer;

begin();

function begin() {
  editor.id = "editor";
  editor.className = "prose";
  editor.contentEditable = "true";
  editor.spellcheck = true;
  editor.lang = form.elements.language.value;
  for (const [name, value] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-labelledby", "of-body"]]) {
    editor.setAttribute(name, value);
  }
  write(form.querySelector("[data-body]").content.cloneNode(true));
  source.hidden = true;
  source.before(editor);
  form.querySelector("[data-signs]").hidden = true;
  form.elements.format.value = "html";
  tools.hidden = false;
  document.execCommand("defaultParagraphSeparator", false, "p");
  if (preview.open) read();
}

// What is sent of the text is what the editor shows.
form.addEventListener("formdata", (event) => event.formData.set("body", isEmpty() ? "" : editor.innerHTML));

form.elements.language.addEventListener("input", () => (editor.lang = form.elements.language.value));

// What another tab or an earlier hour kept, put back (manuscript.js).
form.addEventListener("restored", (event) => write(parsed(event.detail)));

function write(fragment) {
  editor.replaceChildren(tidied(fragment));
  if (!editor.firstElementChild) editor.innerHTML = "<p><br></p>";
}

function parsed(html) {
  const fragment = document.createDocumentFragment();
  fragment.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  return fragment;
}

// Spaces are shown as they are, so those that mean nothing go.
function tidied(fragment) {
  const texts = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const empty = [];
  while (texts.nextNode()) {
    const { currentNode } = texts;
    const isBetween = currentNode.parentNode === fragment || currentNode.parentNode.matches(HOLDERS);
    if (isBetween && !currentNode.data.trim()) empty.push(currentNode);
    else currentNode.data = currentNode.data.replace(/[ \t\r\n]+/g, " ");
  }
  for (const node of empty) node.remove();
  for (const raised of fragment.querySelectorAll("sup")) asCall(raised);
  return fragment;
}

// The call of a note is one thing: nothing is typed into it, and it goes as a whole.
function asCall(raised) {
  if (/^\d+$/.test(raised.textContent)) raised.contentEditable = "false";
  return raised;
}

function isEmpty() {
  return !editor.textContent.trim() && !editor.querySelector("img, hr, table");
}

// What is selected --------------------------------------------------------------------------------------------------

tools.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps what is selected

tools.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  editor.focus();
  if (button.dataset.mark) document.execCommand(button.dataset.mark);
  else if (button.dataset.block === "ul") document.execCommand("insertUnorderedList");
  else if (button.dataset.block) block(button.dataset.block);
  else if ("note" in button.dataset) addNote();
  else link(button.dataset.asks);
  straighten();
  editor.dispatchEvent(new InputEvent("input", { bubbles: true }));
  showPressed();
});

document.addEventListener("selectionchange", showPressed);

// A picture comes behind the paragraph that the caret was in last.
document.addEventListener("selectionchange", () => {
  const { anchorNode } = getSelection();
  const place = [...editor.children].findIndex((part) => part.contains(anchorNode));
  if (form.elements.place && place >= 0) form.elements.place.value = place + 1;
});

function showPressed() {
  const { anchorNode } = getSelection();
  if (!anchorNode || !editor.contains(anchorNode)) return;
  const element = anchorNode.nodeType === Node.TEXT_NODE ? anchorNode.parentElement : anchorNode;
  for (const button of tools.querySelectorAll("[data-block], [data-mark]")) {
    const { block: name, mark } = button.dataset;
    const isOn = mark ? document.queryCommandState(mark) : editor.contains(element.closest(name));
    button.setAttribute("aria-pressed", String(isOn));
  }
}

function block(name) {
  const isOn = tools.querySelector(`[data-block="${name}"]`).getAttribute("aria-pressed") === "true";
  if (isOn && name === "blockquote") document.execCommand("outdent");
  else document.execCommand("formatBlock", false, isOn ? "p" : name);
}

// Browsers leave words beside paragraphs, and lists in them: each has its own place, and the caret keeps its.
function straighten() {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  for (const holder of editor.querySelectorAll(":scope > p:has(> ul, > ol)")) holder.replaceWith(...holder.childNodes);
  let paragraph = null;
  for (const part of [...editor.childNodes]) {
    if (part.matches?.(BLOCKS)) {
      paragraph = null;
      continue;
    }
    if (!paragraph) part.before((paragraph = document.createElement("p")));
    paragraph.append(part);
  }
  if (anchorNode && anchorNode !== editor && editor.contains(anchorNode)) {
    getSelection().setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  }
}

function link(question) {
  const address = prompt(question, "https://");
  if (address && address !== "https://") document.execCommand("createLink", false, address);
}

function addNote() {
  const number = highestNote() + 1;
  const call = document.createElement("sup");
  call.textContent = String(number);
  const place = getSelection().getRangeAt(0);
  place.collapse(false);
  place.insertNode(asCall(call));
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = `${number}. `;
  editor.append(note);
  getSelection().collapse(note, 1);
  note.scrollIntoView({ block: "nearest" });
}

function highestNote() {
  const numbers = [...editor.querySelectorAll(".note, sup")].map((note) => parseInt(note.textContent, 10));
  return Math.max(0, ...numbers.filter(Number.isInteger));
}

// What is pasted ----------------------------------------------------------------------------------------------------

editor.addEventListener("paste", async (event) => {
  event.preventDefault();
  const { clipboardData } = event;
  const [html, plain] = [clipboardData.getData("text/html"), clipboardData.getData("text/plain")];
  if (!html && !plain) return tell(clipboardData.files.length ? [form.dataset.picture] : []);
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  sent.set(html ? "html" : "text", new Blob([html || plain]), "paste");
  sent.set("notes", String(highestNote()));
  const selection = getSelection();
  const place = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  let answer;
  try {
    answer = await fetch(form.dataset.paste, { method: "POST", body: sent });
  } catch {
    answer = new Response(null, { status: 503 });
  }
  const isOurs = !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json");
  const pasted = isOurs ? await answer.json() : { told: [] };
  if (place && editor.contains(place.startContainer)) {
    selection.removeAllRanges();
    selection.addRange(place);
  }
  if (pasted.html === undefined) document.execCommand("insertText", false, plain); // nothing is lost
  else insert(tidied(parsed(pasted.html)), pasted.told);
  tell(pasted.told);
  if (answer.status === 403 || answer.redirected) form.dispatchEvent(new CustomEvent("lapsed"));
  editor.dispatchEvent(new InputEvent("input", { bubbles: true }));
});

// Dropping what is dragged here would bring it in unclean.
editor.addEventListener("drop", (event) => event.preventDefault());

function insert(fragment, told) {
  const notes = fragment.querySelectorAll(".note");
  for (const note of notes) note.remove();
  const first = fragment.firstElementChild;
  const title = form.elements.title;
  if (isEmpty() && first?.matches("h2") && fragment.childElementCount > 1 && !title.value.trim()) {
    title.value = first.textContent;
    first.remove();
    told.unshift(form.dataset.titled);
  }
  if (isEmpty()) {
    write(fragment);
    editor.append(...notes);
    getSelection().selectAllChildren([...editor.children].findLast((part) => !part.matches(".note")) ?? editor);
    getSelection().collapseToEnd();
    return;
  }
  const holder = document.createElement("div");
  holder.append(fragment);
  const [only] = holder.children;
  const isOneParagraph = holder.childElementCount === 1 && only.matches("p");
  document.execCommand("insertHTML", false, isOneParagraph ? only.innerHTML : holder.innerHTML);
  editor.append(...notes);
}

function tell(sentences) {
  const items = sentences.filter(Boolean).map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  form.querySelector("[data-pasted]").replaceChildren(...items);
}

// As readers will see it ----------------------------------------------------------------------------------------------

form.addEventListener("input", () => {
  clearTimeout(timer);
  if (preview.open) timer = setTimeout(read, PAUSE);
});

preview.addEventListener("toggle", () => preview.open && read());

form.querySelector('[name="do"][value="preview"]').addEventListener("click", (event) => {
  event.preventDefault();
  preview.open = true;
  read();
  preview.scrollIntoView({ block: "start" });
});

async function read() {
  const sent = new FormData(form);
  sent.set("do", "fragment");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: sent });
    if (answer.redirected || answer.status === 403) return form.dispatchEvent(new CustomEvent("lapsed"));
    if (answer.ok) preview.querySelector("[data-read]").replaceChildren(parsed(await answer.text()));
  } catch {
    form.dispatchEvent(new CustomEvent("away"));
  }
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key !== "s") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]"));
});
