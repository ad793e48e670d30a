/* What was typed survives a lost session: kept on this computer until it is saved, offered again, never the token. */
const PREFIX = "continuum-log:";
const KEPT_DAYS = 7;
const LEFT_OUT = ["csrf_token", "version", "files", "then"];

const done = document.querySelector("[data-clear-draft]");
if (done) localStorage.removeItem(PREFIX + done.dataset.clearDraft);

const form = document.getElementById("log-form");
if (form?.dataset.draft) keepDraft(form, PREFIX + form.dataset.draft);

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => !LEFT_OUT.includes(name) && typeof value === "string");
}

/* The key of the form is kept with what was typed, for the entry may have been stored; it is nothing typed itself. */
function typed(values) {
  return JSON.stringify(values.filter(([name]) => name !== "once"));
}

function keepDraft(form, key) {
  const untouched = typed(entries(form));
  const offered = read(key);
  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = entries(form);
      if (typed(values) === untouched) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    }, 300);
  };
  /* Nothing is offered over a form that came back with errors: it holds what was typed. */
  if (offered && !document.getElementById("error-summary") && typed(offered.values) !== untouched) offer(form, key, offered);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    const values = entries(form);
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  });
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < KEPT_DAYS * 86400000 && Array.isArray(kept.values)) return kept;
  } catch {
    localStorage.removeItem(key);
  }
  return null;
}

function offer(form, key, kept) {
  const place = document.getElementById("log-draft");
  const time = new Date(kept.at).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const words = document.createElement("p");
  const title = kept.values.find(([name]) => name === "title")?.[1].trim();
  words.textContent = `An entry from ${time} was not saved${title ? `: “${title.slice(0, 80)}”` : ""}.`;
  place.replaceChildren(
    words,
    button("Put it back", () => fill(form, kept.values)),
    button("Discard", () => localStorage.removeItem(key))
  );
  place.classList.add("offer");
  place.hidden = false;

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn quiet";
    made.textContent = text;
    made.addEventListener("click", () => {
      action();
      place.hidden = true;
      form.querySelector("input[name=kind]:checked, input[name=kind]").focus();
    });
    return made;
  }
}

function fill(form, values) {
  const names = values.filter(([name]) => name === "partners").map(([, value]) => value);
  const first = form.querySelector("input[name=partners]");
  names.slice(form.querySelectorAll("input[name=partners]").length).forEach((_, index) => {
    const more = first.cloneNode();
    more.id = `partners-kept-${index}`;
    more.classList.add("further");
    more.setAttribute("aria-label", "Another partner");
    first.parentElement.insertBefore(more, first.parentElement.querySelector("datalist"));
  });
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.includes(field.name) || field.name === "partners") continue;
    const kept = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (kept.length) field.value = kept[0];
  }
  form.querySelectorAll("input[name=partners]").forEach((field, index) => (field.value = names[index] ?? ""));
  form.querySelectorAll("details").forEach((fold) => {
    if ([...fold.querySelectorAll("input, select, textarea")].some((field) => (field.type === "checkbox" ? field.checked : field.value))) fold.open = true;
  });
  form.dispatchEvent(new CustomEvent("log:filled", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
