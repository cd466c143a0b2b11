// From one marked word of a search to the next: by the buttons at the foot of the window, hidden until here, and by
// « n » and « p » (keyboard.js). By keys the word has the focus too, so that who listens reads on from there.

const nav = document.querySelector("[data-marks]");
const marks = [...document.querySelectorAll(".prose mark")];
const place = nav.querySelector("[data-place]");
const smoothly = matchMedia("(prefers-reduced-motion: no-preference)");
let at = -1;

nav.hidden = marks.length < 2;
for (const button of nav.querySelectorAll("button")) {
  button.addEventListener("click", () => point(next(Number(button.value))));
}
document.addEventListener("mark", (event) => {
  if (!marks.length) return;
  point(next(event.detail));
  marks[at].tabIndex = -1;
  marks[at].focus({ preventScroll: true });
});

// Round again past either end; at first the nearest to what is seen.
function next(step) {
  if (at >= 0) return (at + step + marks.length) % marks.length;
  const below = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
  if (step > 0) return Math.max(below, 0);
  return ((below < 0 ? marks.length : below) - 1 + marks.length) % marks.length;
}

function point(to) {
  marks[at]?.classList.remove("current");
  at = to;
  marks[at].classList.add("current");
  marks[at].scrollIntoView({ block: "center", behavior: smoothly.matches ? "smooth" : "auto" });
  place.textContent = place.dataset.place.replace("#", at + 1);
}
