// What a page can do only with a script: copy, print. Its buttons are hidden until here.

const TOLD = 2000; // milliseconds for which a button says what it did

const status = document.querySelector("main").appendChild(document.createElement("p"));
status.className = "unseen";
status.setAttribute("role", "status");

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // only over HTTPS
  show(button);
  button.addEventListener("click", async () => {
    const { copy, done } = button.dataset;
    await navigator.clipboard.writeText(copy.startsWith("#") ? document.querySelector(copy).textContent : copy);
    const said = button.textContent;
    if (said === done) return;
    button.textContent = done;
    status.textContent = done;
    setTimeout(() => {
      button.textContent = said;
      status.textContent = "";
    }, TOLD);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  show(button);
  button.addEventListener("click", () => window.print());
}

function show(button) {
  button.hidden = false;
  if (button.parentElement.matches("li")) button.parentElement.hidden = false;
}
