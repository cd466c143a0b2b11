// Who logs out leaves no text behind in this browser: see manuscript.js.

const leaving = document.querySelector("form[data-account]");

leaving?.addEventListener("submit", () => {
  const own = `writing:${leaving.dataset.account}:`;
  for (const key of Object.keys(localStorage)) if (key.startsWith(own)) localStorage.removeItem(key);
  sessionStorage.removeItem("sent");
});
