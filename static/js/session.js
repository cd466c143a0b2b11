// A session that ends while somebody writes is told. After a login in another tab of the same account the page takes
// the new session's tokens as it is asked to keep something or looked at again, and goes on: manuscript.js, typed.js.

const form = document.querySelector("form:has([data-lapsed])");
const told = form.querySelector("[data-lapsed]");
let isTried = false; // since the last key: a token that is refused at once is not asked for again

form.addEventListener("input", () => (isTried = false));
form.addEventListener("lapsed", renew);
addEventListener("focus", () => {
  isTried = false;
  if (!told.hidden) renew();
});

async function renew() {
  const isRenewed = !isTried && (await takeTokens());
  isTried = true;
  told.hidden = isRenewed;
  if (isRenewed) form.dispatchEvent(new CustomEvent("renewed"));
}

// Of a page that any account has, where whoever typed here is logged in. To ask for this one would say of whoever else
// is logged in that they are at this text.
async function takeTokens() {
  try {
    const answer = await fetch(told.dataset.tokens);
    if (answer.redirected || !answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const account = page.querySelector("form[data-account]")?.dataset.account;
    if (!token || account !== document.querySelector("form[data-account]").dataset.account) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  } catch {
    return false; // the site does not answer
  }
}
