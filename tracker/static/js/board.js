/* The board of needs and offers by hand: a need dropped on an offer, or an offer on a need, picks both, and the buttons
   are at hand. Whatever is picked, a line beside the buttons says what they would ask for; a search keeps the picks. */
const board = document.querySelector("form.board");
const told = document.querySelector("[data-told]");
const search = document.querySelector("form[role=search]");

const rowOf = (event) => event.target.closest?.(".pick-row");
const radioIn = (row) => row.querySelector("input[type=radio]");
const picked = (name) => board.querySelector(`input[name="${name}"]:checked`);
const said = (radio) => radio.closest(".pick-row").dataset.says;

const tell = () => {
  const [need, offer] = [picked("need"), picked("offer")];
  told.textContent = need && offer ? `${said(offer)}, for “${said(need)}”` : "";
  board.querySelectorAll(".pick-row").forEach((row) => row.classList.toggle("picked", radioIn(row).checked));
};

if (board && told) {
  board.addEventListener("change", tell);
  tell();
  search?.addEventListener("submit", () => {
    for (const radio of [picked("need"), picked("offer")].filter(Boolean)) {
      search.append(Object.assign(document.createElement("input"), { type: "hidden", name: radio.name, value: radio.value }));
    }
  });
}

if (board && told && matchMedia("(pointer: fine)").matches) {
  let dragged = null;
  // Only a row of the other side takes what is dragged.
  const takes = (row) => dragged && row && radioIn(row).name !== radioIn(dragged).name;
  const mark = (row) => board.querySelectorAll(".over").forEach((one) => one.classList.toggle("over", one === row)) || row?.classList.add("over");
  for (const row of board.querySelectorAll(".pick-row")) {
    row.draggable = true;
    row.querySelectorAll("a").forEach((link) => { link.draggable = false; }); // else the link is dragged, and not the row
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "link";
      event.dataTransfer.setData("text/plain", row.dataset.says);
    });
    row.addEventListener("dragend", () => { dragged = null; mark(null); });
  }
  board.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!takes(row)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
    mark(row);
  });
  board.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!takes(row)) return;
    event.preventDefault();
    for (const one of [row, dragged]) radioIn(one).checked = true;
    mark(null);
    tell();
    board.querySelector("button[value=ask]").focus();
  });
}
