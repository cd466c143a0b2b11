// A field that completes the archive's own tags, and puts each on a line of its own; without this script they are typed there.

const PAUSE = 150; // milliseconds without a key before it is asked
const adder = document.querySelector(".tag-adder");
const [field, list] = [adder.querySelector("input"), adder.querySelector("datalist")];
const lines = document.querySelector("form.writing").elements.tags;
let timer;
adder.hidden = false;

field.addEventListener("input", (event) => {
  clearTimeout(timer);
  const isChosen = !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
  if (isChosen && [...list.options].some((option) => option.value === field.value)) return add();
  timer = setTimeout(ask, PAUSE);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  add();
});

field.addEventListener("change", add);

async function ask() {
  const answer = await fetch(`${adder.dataset.complete}?${new URLSearchParams({ q: field.value })}`);
  if (answer.redirected || !answer.ok) return;
  const { options } = await answer.json();
  list.replaceChildren(
    ...options.map((option) => Object.assign(document.createElement("option"), { value: option.text })),
  );
}

function add() {
  const name = field.value.trim();
  field.value = "";
  if (!name) return;
  const names = lines.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!names.includes(name)) names.push(name);
  lines.value = names.join("\n");
  lines.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
