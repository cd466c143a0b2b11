// Completes what is typed into the search field: a list to choose from, as WAI-ARIA's « combobox with list
// autocomplete and manual selection » has it. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Enter without a choice sends what was typed; without this script the field is a field.

const PAUSE = 150; // milliseconds without a key before it is asked
const SHORTEST = 2; // letters

for (const form of document.querySelectorAll("form[data-complete]")) completeIn(form);

document.addEventListener("turned", (event) => {
  for (const form of event.target.querySelectorAll("form[data-complete]")) completeIn(form); // desk.js brought a page
});

function completeIn(form) {
  const field = form.querySelector("input[type=search]");
  const list = form.appendChild(element("ul", { id: `${field.id}-proposals`, role: "listbox", hidden: "" }));
  const status = form.appendChild(element("p", { class: "unseen", role: "status" }));
  let options = [];
  let chosen = -1;
  let timer;
  let asking = new AbortController();

  field.type = "text"; // a search field may be no combobox: https://www.w3.org/TR/html-aria/
  list.className = "proposals";
  list.setAttribute("aria-label", form.dataset.proposals);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  close();

  field.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  field.addEventListener("compositionend", askSoon);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", onKey);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("li"));
    if (at >= 0) take(options[at]);
  });

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    asking.abort();
    const typed = field.value;
    if (typed.trim().length < SHORTEST) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${form.dataset.complete}?${new URLSearchParams({ q: typed })}`, { signal });
      const found = answer.ok ? await answer.json() : { options: [], said: "" };
      if (!signal.aborted && document.activeElement === field) show(found);
    } catch {
      close(); // no network, or newer letters: the field goes on without
    }
  }

  function show(found) {
    close();
    options = found.options;
    list.replaceChildren(...options.map(row));
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = found.said;
  }

  function row(option, at) {
    const item = element("li", { id: `${list.id}-${at}`, role: "option", "aria-selected": "false" });
    const [text, about] = [element("span", {}), element("span", { class: "quiet" })];
    text.textContent = option.text;
    about.textContent = [option.label, option.count].filter(Boolean).join(" · ");
    item.append(text, " ", about);
    return item;
  }

  function close() {
    clearTimeout(timer);
    asking.abort();
    chosen = -1;
    list.hidden = true;
    status.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) ask();
    else if (step) point(chosen + step);
    else if (event.key === "Enter" && chosen >= 0) take(options[chosen]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  }

  // Past either end nothing is chosen, and Enter sends what was typed.
  function point(at) {
    const rows = options.length + 1;
    chosen = ((at + 1 + rows) % rows) - 1;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", list.children[chosen].id);
    else field.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    if (option.address) return location.assign(option.address);
    field.value = option.name === "q" ? option.value : "";
    if (option.name !== "q") {
      form.append(element("input", { type: "hidden", name: option.name, value: option.value }));
    }
    form.requestSubmit();
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
