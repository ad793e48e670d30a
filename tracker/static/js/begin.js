/* Whoever opens a form to fill it begins in its first field, not before the menu. A finger chooses for itself: a field
   in focus would bring the keyboard up over the form. Who was quicker than the page stays where they are. */
export function beginInForm(page) {
  const forms = [...page.querySelectorAll("form[data-begin]")];
  const elsewhere = page.getElementById("error-summary") || page.getElementById("conflict") || page.getElementById("double");
  const begun = page.activeElement && page.activeElement !== page.body;
  if (!forms.length || elsewhere || begun || location.hash || matchMedia("(pointer: coarse)").matches) return;
  const fields = [...forms.at(-1).elements].filter((field) => field.matches("input:not([type=hidden]), select, textarea"));
  fields.find((field) => !field.disabled && field.checkVisibility())?.focus({ preventScroll: true });
}
