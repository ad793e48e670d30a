/* After a refused form the reader's place is the list of what is wrong. */
export function focusProblem(page) {
  const problem = page.getElementById("conflict") || page.getElementById("error-summary");
  if (!problem) return;
  problem.focus();
  problem.querySelectorAll("a[href^='#']").forEach((link) =>
    link.addEventListener("click", (event) => {
      const field = page.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      field.focus();
    })
  );
}
