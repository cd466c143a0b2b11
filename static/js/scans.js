// Pages of a scan are turned beside the text without leaving it; without this script the page comes again with all in it.

const form = document.querySelector("form.writing");

form.addEventListener("click", async (event) => {
  const button = event.target.closest('[data-scan] button[value^="scan "]');
  if (!button) return;
  event.preventDefault();
  const sent = new FormData(form, button);
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-scan]");
    if (!fresh) return form.requestSubmit(button); // signed out: the page says so and keeps the text
    const zoom = form.querySelector("[name=zoom]:checked")?.value;
    form.querySelector("[data-scan]").replaceWith(fresh);
    form.className = page.querySelector("form.writing").className;
    const same = zoom && fresh.querySelector(`[name=zoom][value="${zoom}"]`);
    if (same) same.checked = true;
    (fresh.querySelector(`button[value="${CSS.escape(button.value)}"]`) ?? fresh.querySelector(".sight"))?.focus();
  } catch {
    form.dispatchEvent(new CustomEvent("away"));
  }
});
