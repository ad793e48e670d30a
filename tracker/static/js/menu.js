/* On a phone the menu is folded behind a button. */
export function foldMenu(page) {
  const button = page.querySelector(".menu-button");
  const menu = page.getElementById("menu");
  page.documentElement.classList.add("scripted");
  if (page.querySelector(".foot")) page.body.classList.add("has-foot");
  if (!button || !menu) return;
  button.hidden = false;
  const show = (open) => {
    menu.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(!menu.classList.contains("open")));
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("open")) {
      show(false);
      button.focus();
    }
  });
}
