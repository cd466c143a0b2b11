// Follows what a process of its own does, without the page's leaping; and says before they are sent that files are too
// large. Without this script the page loads itself anew, and the server says it.

const PAUSE = 2000; // milliseconds

const followed = document.querySelector("[data-follow]");
if (followed) setTimeout(look, PAUSE);

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return location.assign(answer.url); // done, or signed out
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-follow]");
    if (!now) return location.reload();
    // The bar stays the same element: one that is replaced would begin its movement again.
    followed.querySelector("p").textContent = now.querySelector("p").textContent;
    const [bar, next] = [followed, now].map((part) => part.querySelector("progress"));
    if (next.hasAttribute("value")) bar.value = next.value;
  } catch {
    // no network for a moment: what is done goes on
  }
  setTimeout(look, PAUSE);
}

const chosen = document.querySelector("input[type=file][data-largest]");
chosen?.addEventListener("change", () => {
  const size = [...chosen.files].reduce((sum, file) => sum + file.size, 0);
  chosen.setCustomValidity(size > Number(chosen.dataset.largest) ? chosen.dataset.refusal : "");
  chosen.reportValidity();
});

// How much of it is sent; the answer is a page like any other.
chosen?.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const bar = form.querySelector("[data-sending]");
  const request = new XMLHttpRequest();
  const again = () => form.submit(); // the browser says it better
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (sent) => {
    bar.hidden = false;
    bar.firstElementChild.value = sent.loaded / (sent.total || 1);
  });
  request.addEventListener("load", () => {
    if (request.responseURL !== location.href.split("#")[0]) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const said = page.querySelector("main [role=alert]");
    if (!said) return again();
    form.querySelector("[role=alert]")?.remove();
    form.prepend(document.adoptNode(said));
    bar.hidden = true;
    form.querySelector("button.button").disabled = false;
  });
  request.addEventListener("error", again);
  form.querySelector("button.button").disabled = true;
  request.send(new FormData(form));
});
