// Opens a long facet, and finds values in it as one types, without leaving the page. Its links and its form work
// without this script: it asks for the same addresses and takes the facet out of the answers.

const PAUSE = 250; // milliseconds without a key before it is asked
let timer;
let asking = new AbortController();

document.addEventListener("click", (event) => {
  const link = event.target.closest(".facet .all a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  replace(link.closest(".facet"), link.href);
});

document.addEventListener("input", (event) => {
  const facet = event.target.closest(".facet");
  if (!facet || event.target.name !== "like") return;
  clearTimeout(timer);
  timer = setTimeout(() => find(facet), PAUSE);
});

document.addEventListener("submit", (event) => {
  const facet = event.target.closest(".facet");
  if (!facet || !event.target.elements.like) return;
  event.preventDefault();
  clearTimeout(timer);
  find(facet);
});

function find(facet) {
  const form = facet.querySelector("form");
  return replace(facet, `${form.action.split("#")[0]}?${new URLSearchParams(new FormData(form))}`);
}

async function replace(facet, address) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(facet.id);
    if (signal.aborted) return;
    if (!answer.ok || !fresh) throw new Error(answer.status);
    exchange(facet, fresh);
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

function exchange(facet, fresh) {
  const old = facet.querySelector("input[type=search]");
  const list = facet.querySelector("ul");
  if (old && fresh.querySelector("input[type=search]")) {
    // The field stays as it is under the hands of who types.
    list.replaceWith(fresh.querySelector("ul"));
    facet.querySelector(".all").replaceChildren(...fresh.querySelector(".all").childNodes);
    return;
  }
  facet.replaceChildren(...document.importNode(fresh, true).childNodes);
  (facet.querySelector("input[type=search]") ?? facet.querySelector(".all a"))?.focus();
  facet.dispatchEvent(new Event("facet", { bubbles: true }));
}
