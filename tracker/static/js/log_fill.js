const LEFT_OUT = ["csrf_token", "version", "files", "then", "logged_as"];

/* Puts what was typed into a form: name and value of each field, several times where it holds several. */
export function fill(form, values) {
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
    if (!field.name || LEFT_OUT.includes(field.name) || field.name === "partners" || field.type === "submit") continue;
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
