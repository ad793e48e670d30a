/* The log form adapts to what was chosen. It only moves and hides; every field exists without it. */
const form = document.getElementById("log-form");
/* What the catalogue says of channels and of those who act. */
const marked = (name) => form.dataset[name].split(" ").filter(Boolean);
const ADVOCACY = marked("advocacy");
const SAYS_WAY = marked("saysWay");
const ASKS_TWO_WAY = marked("asksTwoWay");
const slots = { main: form.querySelector("[data-slot=main]"), more: form.querySelector("[data-slot=more]") };
const part = (name) => form.querySelector(`[data-part=${name}]`);
const chosen = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);
const show = (element, visible) => element && (element.hidden = !visible);

function holdsSomething(element) {
  return [...element.querySelectorAll("input, select, textarea")].some((field) =>
    field.type === "checkbox" ? field.checked : field.type !== "hidden" && field.value !== ""
  );
}

/* A tile asks its own questions in its own order; only what waits behind "more" follows the kind. */
const IS_TILE = "tile" in form.dataset;

/* An ask, or such a channel, is advocacy; the form switches and says so. */
function settleKind() {
  const called = chosen("kind")[0];
  const switched = called && called !== "advocacy" && (chosen("ask").length || chosen("channel").some((code) => ADVOCACY.includes(code)));
  const notice = document.getElementById("switch-notice");
  if (switched) {
    form.querySelector("input[name=kind][value=advocacy]").checked = true;
    show(notice, true);
  } else if (called !== "advocacy") {
    show(notice, false);
  }
  return switched ? "advocacy" : called || "communication";
}

function optionalWord(fieldset, isOptional) {
  const legend = fieldset.querySelector("legend");
  let word = legend.querySelector(".optional");
  if (!word) {
    word = document.createElement("span");
    word.className = "optional";
    word.textContent = "(optional)";
    legend.append(" ", word);
  }
  word.hidden = !isOptional;
}

function place(kind) {
  const isPartnership = kind === "partnership";
  const partnership = part("partnership");
  const audience = part("audience");
  if (isPartnership && partnership.parentElement !== slots.main) slots.main.prepend(partnership);
  if (!isPartnership && partnership.parentElement !== slots.more) part("ask").after(partnership);
  if (isPartnership && audience.parentElement !== slots.more) slots.more.prepend(audience);
  if (!isPartnership && audience.parentElement !== slots.main) slots.main.append(audience);
  const ask = part("ask");
  if (kind === "advocacy" && ask.parentElement !== slots.main) slots.main.append(ask);
  if (kind !== "advocacy" && ask.parentElement !== slots.more) part("topic").after(ask);
  /* Of some channels nobody can guess whether both sides talked: there it is asked at once. */
  const twoWay = part("two_way");
  const asks = chosen("channel").some((code) => ASKS_TWO_WAY.includes(code));
  if (asks && twoWay.parentElement !== slots.main) slots.main.append(twoWay);
  if (!asks && twoWay.parentElement === slots.main) part("beyond_class").before(twoWay);
  optionalWord(part("channel"), isPartnership);
  optionalWord(part("purpose"), !isPartnership);
  optionalWord(part("way"), !isPartnership);
  optionalWord(audience, isPartnership);
  optionalWord(partnership, !isPartnership);
}

function fit(kind) {
  (IS_TILE ? slots.more : form).querySelectorAll("[data-fits]").forEach((element) => {
    show(element, element.dataset.fits.split(" ").includes(kind) || holdsSomething(element));
  });
  if (!IS_TILE) fitWays();
  offerCategory();
}

/* Whose ways are shown depends on who acted. */
function fitWays() {
  const who = chosen("by");
  const way = part("way");
  const ways = JSON.parse(way.dataset.ways);
  way.querySelectorAll("label.pick").forEach((label) => {
    const box = label.querySelector("input");
    show(label, box.checked || who.includes(ways[box.value]));
  });
  if (!way.hidden) show(way, who.some((code) => Object.values(ways).includes(code)) || holdsSomething(way));
  const purpose = part("purpose");
  const saysWay = who.length > 0 && who.every((code) => SAYS_WAY.includes(code));
  if (!purpose.hidden) show(purpose, !saysWay || holdsSomething(purpose));
}

function offerCategory() {
  const names = [...form.querySelectorAll("input[name=partners]")].map((field) => field.value.trim().toLowerCase()).filter(Boolean);
  const known = [...document.querySelectorAll("#partner-names option")].map((option) => option.value.toLowerCase());
  const category = part("new_category");
  if (category) show(category, names.some((name) => !known.includes(name)) || holdsSomething(category));
}

function adapt() {
  const kind = settleKind();
  if (!IS_TILE) place(kind);
  fit(kind);
}

/* Days are those of the school, not of this computer's clock. */
function offerDays() {
  const field = document.getElementById("occurred_on");
  const today = form.dataset.today;
  const notice = document.getElementById("future-notice");
  form.querySelectorAll("[data-day]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const day = new Date(`${today}T12:00:00Z`);
      day.setUTCDate(day.getUTCDate() + Number(button.dataset.day));
      field.value = day.toISOString().slice(0, 10);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  const tell = () => show(notice, field.value > today);
  field.addEventListener("input", tell);
  field.addEventListener("change", tell);
  tell();
}

/* Another empty line for a partner once the last one is used. */
function growNames() {
  const names = form.querySelector("[data-names]");
  names.addEventListener("input", () => {
    const fields = [...names.querySelectorAll("input[name=partners]")];
    const last = fields[fields.length - 1];
    if (!last.value.trim()) return;
    const next = last.cloneNode();
    next.value = "";
    next.id = `partners-${fields.length}`;
    next.classList.add("further");
    next.setAttribute("aria-label", "Another partner");
    last.after(next);
  });
  const empty = [...names.querySelectorAll("input.further")].pop();
  if (empty && !names.querySelector("input").value) empty.remove();
}

/* One press, one record. */
function sendOnce() {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

form.addEventListener("change", adapt);
form.addEventListener("input", (event) => event.target.name === "partners" && adapt());
form.addEventListener("log:filled", adapt);
offerDays();
growNames();
sendOnce();
adapt();
