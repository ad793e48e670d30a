/* The board of stages by hand: a card that is dropped on another column opens its own form, filled with that stage.
   The form still asks for the day, and sends what it always sends. */
const board = document.querySelector("[data-pipeline]");

const columnAt = (event) => event.target.closest?.("[data-stage]");
const mark = (column) => board.querySelectorAll(".over").forEach((one) => one.classList.toggle("over", one === column)) || column?.classList.add("over");

if (board && matchMedia("(pointer: fine)").matches) {
  let dragged = null;
  for (const card of board.querySelectorAll(".stage-card:has(form)")) {
    card.draggable = true;
    card.querySelector("a").draggable = false; // else the link is dragged, and not the card
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
    });
    card.addEventListener("dragend", () => { dragged = null; mark(null); });
  }
  board.addEventListener("dragover", (event) => {
    const column = columnAt(event);
    if (!dragged || !column) return;
    event.preventDefault();
    mark(column);
  });
  board.addEventListener("drop", (event) => {
    const column = columnAt(event);
    if (!dragged || !column) return;
    event.preventDefault();
    if (column === dragged.closest("[data-stage]")) return;
    column.querySelector("h2").after(dragged);
    dragged.querySelector("details").open = true;
    dragged.querySelector("select").value = column.dataset.stage;
    dragged.querySelector("input[type=date]").focus();
  });
}
