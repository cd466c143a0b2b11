// Two handles under the drawing of the years: dragged, or moved by keys (arrows, Page Up and Down, Home, End), they write
// the first and the last year into the form's fields, which do without this script. WAI-ARIA's « multi-thumb slider »:
// https://www.w3.org/WAI/ARIA/apg/patterns/slider-multithumb/

for (const place of document.querySelectorAll(".range[data-first]")) handlesIn(place);

document.addEventListener("facet", (event) => {
  const place = event.target.querySelector(".range[data-first]"); // facets.js brought the years anew
  if (place) handlesIn(place);
});

function handlesIn(place) {
  const form = place.closest("section").querySelector("form[data-years]");
  const [first, last] = [Number(place.dataset.first), Number(place.dataset.last)];
  const fields = [form.elements.from, form.elements.to];
  const handles = [handle(place.dataset.since, first), handle(place.dataset.until, last)];
  place.append(...handles);
  read();

  for (const field of fields) field.addEventListener("input", read);
  handles.forEach((moved, at) => {
    moved.addEventListener("input", () => {
      // Neither passes the other.
      const [since, until] = handles.map((each) => Number(each.value));
      if (since > until) moved.value = at ? since : until;
      write();
    });
    moved.addEventListener("keydown", (event) => {
      if (event.key === "Enter") form.requestSubmit();
    });
  });

  function handle(label, value) {
    const made = document.createElement("input");
    Object.assign(made, { type: "range", min: first, max: last, step: 1, value });
    made.setAttribute("aria-label", label);
    return made;
  }

  // What was typed, a year or a day of it; the ends where nothing is.
  function read() {
    const typed = fields.map((field) => Number(/\d{4}/.exec(field.value)?.[0] ?? NaN));
    handles[0].value = Number.isNaN(typed[0]) ? first : typed[0];
    handles[1].value = Number.isNaN(typed[1]) ? last : typed[1];
    show();
  }

  function write() {
    const [since, until] = handles.map((each) => Number(each.value));
    fields[0].value = since === first ? "" : String(since).padStart(4, "0");
    fields[1].value = until === last ? "" : String(until).padStart(4, "0");
    show();
  }

  function show() {
    const [since, until] = handles.map((each) => Number(each.value));
    for (const each of handles) each.setAttribute("aria-valuetext", each.value);
    place.style.setProperty("--since", (since - first) / (last - first));
    place.style.setProperty("--until", (until - first) / (last - first));
    handles[0].classList.toggle("above", since > (first + last) / 2); // both at the end: the first goes back
  }
}
