/* A tick shows at once what would be, and stands in the address. Without it the button does the same. */
let asked = 0;

async function show(form) {
  const mine = ++asked;
  const query = new URLSearchParams(new FormData(form)).toString();
  const address = query ? `${location.pathname}?${query}` : location.pathname;
  const place = document.getElementById("what-if");
  place.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" } });
  } catch {
    return location.assign(address);
  }
  if (mine !== asked) return;
  if (!answer.ok || answer.redirected) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  const { name, value } = document.activeElement ?? {};
  place.replaceWith(page.getElementById("what-if"));
  history.replaceState(null, "", address);
  document.querySelector(`#imagine input[name="${CSS.escape(name ?? "")}"][value="${CSS.escape(value ?? "")}"]`)?.focus();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#imagine");
  if (form) show(form);
});
