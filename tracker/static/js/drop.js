/* A dropped-down sheet closes with Escape, and when something else is clicked. */
export function closeDrops(page) {
  const drops = [...page.querySelectorAll("details.drop")];
  page.addEventListener("click", (event) => {
    drops.filter((drop) => drop.open && !drop.contains(event.target)).forEach((drop) => (drop.open = false));
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drops.filter((drop) => drop.open).forEach((drop) => {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });
}
