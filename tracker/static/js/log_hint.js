/* The panel beside the log follows the form: the server says what it would count toward. */
const form = document.getElementById("log-form");
const panel = document.getElementById("hint");
const said = document.getElementById("hint-said");
const line = document.getElementById("hint-line");
const PAUSE = 350;
let timer = 0;
let asking = null;

function body() {
  const data = new FormData(form);
  data.delete("files");
  if (form.dataset.saved) data.set("saved", form.dataset.saved);
  return new URLSearchParams(data);
}

/* What was answered with a no is not asked again of this entry. */
const declined = new Set();

function leaveOutDeclined() {
  for (const no of panel.querySelectorAll("[data-no]")) {
    no.hidden = false;
    if (declined.has(no.dataset.no)) no.closest("li").hidden = true;
  }
  const questions = panel.querySelector(".deciding");
  if (questions) questions.hidden = !questions.querySelector("li:not([hidden])");
}

/* What somebody opened, or stands on, stays so when the panel is drawn anew. */
function replace(html) {
  const open = [...panel.querySelectorAll("details")].map((fold) => fold.open && fold.className);
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
  panel.innerHTML = html;
  panel.querySelectorAll("details").forEach((fold) => (fold.open = fold.open || open.includes(fold.className)));
  leaveOutDeclined();
  if (focused) document.getElementById(focused)?.focus();
  panel.querySelector(".ask-server").hidden = true;
  const words = panel.querySelector("[data-said]").dataset.said;
  if (said.textContent !== words) said.textContent = words;
  line.hidden = !words;
  line.querySelector("a").textContent = words;
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  panel.classList.add("is-asking");
  try {
    const address = form.dataset.hint + (form.dataset.saved ? `?saved=${form.dataset.saved}` : "");
    const answer = await fetch(address, { method: "POST", body: body(), signal: asking.signal, redirect: "manual" });
    if (answer.ok) replace(await answer.text());
    else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 400)
      said.textContent = "You have been signed out. What you typed is kept on this computer: sign in again to go on.";
  } catch (problem) {
    if (problem.name === "AbortError") return;
    panel.querySelector(".ask-server").hidden = false;
  }
  panel.classList.remove("is-asking");
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

/* Words alone change nothing that rules read. */
const SILENT = ["title", "note", "link", "people", "students", "hours", "files"];
for (const event of ["input", "change"]) {
  form.addEventListener(event, ({ target }) => SILENT.includes(target.name) || soon());
  panel.addEventListener(event, ({ target }) => target.name && soon());
}
form.addEventListener("log:filled", soon);
/* An answer is put where it belongs in the form; a field that this form lacks is left to the server. */
function answer({ field, answer: said }) {
  const fields = [...form.querySelectorAll(`[name="${field}"]`)];
  const box = fields.find((one) => one.type === "checkbox" && (one.value === said || fields.length === 1));
  const target = box || fields.find((one) => one.matches("select") || (one.type === "text" && !one.value.trim()));
  if (!target) return false;
  if (box) box.checked = true;
  else target.value = said;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  for (const event of ["input", "change"]) target.dispatchEvent(new Event(event, { bubbles: true }));
  return true;
}

/* What an answer does is said where it was given. */
function showEffect({ decides, asked }) {
  const line = panel.querySelector(`li[data-practice="${decides}"]`);
  if (!line) return;
  const told = document.createElement("div");
  told.className = "answered";
  const head = document.createElement("p");
  head.textContent = `✓ ${asked}`;
  told.append(head, ...line.cloneNode(true).childNodes);
  const questions = panel.querySelector(".deciding");
  if (questions) questions.querySelector("h3").after(told);
  else panel.querySelector("[data-said]").append(told);
}

panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-answer]");
  if (button && answer(button.dataset)) {
    event.preventDefault();
    clearTimeout(timer);
    const byKeys = button === document.activeElement;
    ask().then(() => {
      showEffect(button.dataset);
      if (byKeys) panel.querySelector("[data-answer], h2")?.focus();
    });
    return;
  }
  const no = event.target.closest("[data-no]");
  if (no) {
    const field = form.querySelector(`select[name="${no.dataset.no}"]`);
    declined.add(no.dataset.no);
    if (field) field.value = "no";
    leaveOutDeclined();
    panel.querySelector("h2").focus();
    return;
  }
  const link = event.target.closest("[data-goto]");
  if (!link) return;
  const name = link.dataset.goto;
  const field = form.querySelector(`[name=${name}]`);
  if (!field) return;
  event.preventDefault();
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
});
panel.querySelector(".ask-server").hidden = true;
ask();
