/* What is chosen or typed of a rating and not saved yet outlives a note, a piece of evidence and a look at another page.
   It waits in this window alone, and only for the version that it was typed over. */
const PREFIX = "continuum-rating:";

function fields(form) {
  return [...form.elements].filter((one) => one.name && !["hidden", "file", "submit", "button"].includes(one.type));
}

function typed(form) {
  return fields(form)
    .filter((one) => one.type !== "radio" || one.checked)
    .map((one) => [one.name, one.value]);
}

function fill(form, values) {
  const wanted = new Map(values);
  for (const one of fields(form)) {
    if (!wanted.has(one.name)) continue;
    if (one.type === "radio") one.checked = wanted.get(one.name) === one.value;
    else one.value = wanted.get(one.name);
  }
}

/* Keep what is typed into a form; `restored` is told once what was kept stands there again. */
export function keepTyped(form, restored) {
  const key = PREFIX + form.dataset.draft;
  const version = form.elements.namedItem("version")?.value;
  const untouched = JSON.stringify(typed(form));
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const isAnswered = document.getElementById("error-summary") || document.getElementById("conflict");
  if (kept && !isAnswered) {
    if (kept.version !== version) sessionStorage.removeItem(key); // it was saved
    else if (JSON.stringify(kept.values) !== untouched) {
      fill(form, kept.values);
      restored();
    }
  }
  const keep = () => {
    const values = typed(form);
    if (JSON.stringify(values) === untouched) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ version, values }));
  };
  return keep;
}
