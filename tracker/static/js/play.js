/* Play the months: their columns light up one after the other. Without it the table and its links say the same. */
const PAUSE = 1100; // milliseconds a month
const player = document.getElementById("player");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function begin() {
  const button = document.getElementById("play");
  const slider = document.getElementById("at");
  const told = document.getElementById("told");
  const table = document.getElementById("walk");
  const last = Number(slider.max);
  let timer;

  /* What moves by itself is not read out month by month: whoever listens steps. */
  function show(at) {
    slider.value = at;
    table.querySelectorAll("[data-at]").forEach((cell) => {
      const month = Number(cell.dataset.at);
      cell.classList.toggle("at", month === at);
      cell.classList.toggle("to-come", month > at);
    });
    document.querySelectorAll("#happened [data-at]").forEach((line) => line.classList.toggle("at", Number(line.dataset.at) === at));
    const head = table.querySelector(`th[data-at="${at}"]`);
    const { name } = head.dataset;
    table.parentElement.scrollLeft = head.offsetLeft - table.parentElement.clientWidth / 2;
    const line = document.querySelector(`#happened [data-at="${at}"]`);
    slider.setAttribute("aria-valuetext", name);
    const happened = line ? [...line.childNodes].slice(1).map((part) => part.textContent).join("").trim().replace(/\s+/g, " ") : at ? "No level changed." : "This is where it begins.";
    told.textContent = `${name}: ${happened}`;
  }

  function word() {
    button.textContent = timer ? button.dataset.pause : still.matches ? button.dataset.step : button.dataset.play;
    told.setAttribute("aria-live", timer ? "off" : "polite");
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    word();
  }

  function step() {
    const at = Number(slider.value);
    if (at >= last) return stop();
    show(at + 1);
    if (at + 1 >= last) stop();
  }

  button.addEventListener("click", () => {
    if (timer) return stop();
    const from = Number(slider.value) >= last;
    if (from) show(0);
    if (still.matches) {
      if (!from) step();
      return;
    }
    timer = setInterval(step, PAUSE);
    word();
  });
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
  still.addEventListener("change", stop);
  player.hidden = false;
  word();
}

if (player) begin();
