// Changes the colours at once, where the form would load the page again; the server keeps the choice either way.

const form = document.querySelector("form[data-theme-choice]");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = event.submitter.value;
  const root = document.documentElement;
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  for (const button of form.elements.theme) button.setAttribute("aria-pressed", String(button.value === chosen));
  document.querySelector("meta[name=color-scheme]").content = chosen || "light dark";
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
    meta.content = getComputedStyle(document.body).backgroundColor;
  }
  const body = new FormData(form, event.submitter);
  // Who leaves the page at once has chosen too.
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
});
