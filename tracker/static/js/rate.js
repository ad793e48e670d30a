/* Rate by keys, and be told at once what a choice asks for. Without it the radios work, and the server says the same. */
import { keepTyped } from "./rate_draft.js";

const form = document.getElementById("rate");
const asks = document.getElementById("asks");
const KEPT = "continuum-rating-keys";
const chosen = (name) => form.querySelector(`input[name=${name}]:checked`)?.value;
const field = (name) => document.getElementById(name);
let changed = false;
let keep = () => {};

function stand(existing) {
  if (existing === undefined) return "UNRATED";
  if (asks.dataset.supported === "") return "NOT_JUDGED";
  const above = Number(existing) - Number(asks.dataset.supported);
  if (above >= 2 || (above === 1 && Number(existing) > Number(asks.dataset.possible))) return "FAR_ABOVE";
  if (above === 1) return "ABOVE";
  return above < 0 ? "BELOW" : "EQUAL";
}

function tell() {
  const existing = chosen("existing");
  const now = stand(existing);
  asks.querySelectorAll("[data-stand]").forEach((line) => (line.hidden = line.dataset.stand !== now));
  const keptUp = document.querySelector("[data-part=kept_up]");
  keptUp.hidden = existing !== "5" && !keptUp.querySelector("input").value;
  const below = document.querySelector("[data-part=below]");
  below.hidden = now !== "BELOW" && !below.querySelector("select").value;
  const length = field("rationale").value.trim().length;
  const needed = Number(asks.dataset.length);
  const hasFile = Number(asks.dataset.files) > 0 || field("file").files.length > 0;
  const enough = length >= needed || (now === "ABOVE" && hasFile);
  const isAsked = now === "ABOVE" || now === "FAR_ABOVE";
  asks.classList.toggle("warned", isAsked && !(enough && (now === "ABOVE" || hasFile)));
  if (now === "FAR_ABOVE") field("file-part").open = true;
  mayBeLeft("rationale", !isAsked || (now === "ABOVE" && hasFile));
  mayBeLeft("file", now !== "FAR_ABOVE");
  mayBeLeft("kept_up", existing !== "5");
  const missing = now === "FAR_ABOVE" && !hasFile ? " A file is still missing." : "";
  field("said-enough").textContent = isAsked ? `${enough ? "✓ Enough said." : `${needed - length} more characters.`}${missing}` : "";
}

/* What is asked for does not say that it may be left out. */
function mayBeLeft(name, isOptional) {
  const word = document.querySelector(`label[for=${name}] .optional`);
  if (word) word.hidden = !isOptional;
}

function touched() {
  changed = true;
  keep();
  tell();
}

function press(name, value) {
  const radio = form.querySelector(`input[name=${name}][value="${value}"]`);
  if (!radio || radio.disabled) return;
  radio.checked = true;
  touched();
  radio.focus();
}

/* What was looked at and stays as it is needs no saving; all else is saved on the way. */
function goOn() {
  const after = document.getElementById("after");
  if (!changed && (form.dataset.reviewed || chosen("existing") === undefined)) after?.click();
  else form.requestSubmit(document.querySelector("button[form=rate]"));
}

const isTyping = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])");

function onKey(event) {
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur(); // the keys hold again
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest(".note-form")) {
    event.preventDefault();
    return event.target.form.requestSubmit(); // a note is written down without leaving the keys
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (localStorage.getItem(KEPT) === "off") return;
  const digit = /^(?:Digit|Numpad)([0-5])$/.exec(event.code)?.[1];
  if (digit !== undefined) {
    if (event.shiftKey && digit === "0") return;
    event.preventDefault();
    press(event.shiftKey ? "desired" : "existing", digit);
  } else if (event.key.toLowerCase() === "n" && !event.shiftKey) {
    event.preventDefault();
    goOn();
  } else if (event.key.toLowerCase() === "b" && !event.shiftKey) {
    document.getElementById("before")?.click();
  } else if (event.key.toLowerCase() === "m" && !event.shiftKey) {
    event.preventDefault();
    document.getElementById("said")?.focus();
  }
}

function offerSwitch() {
  const button = document.getElementById("keys-switch");
  const word = () => (button.textContent = localStorage.getItem(KEPT) === "off" ? "Turn keys on" : "Turn keys off");
  button.hidden = false;
  word();
  button.addEventListener("click", () => {
    localStorage.setItem(KEPT, localStorage.getItem(KEPT) === "off" ? "on" : "off");
    word();
  });
}

if (asks) {
  const fields = document.querySelector(".ask-fields");
  for (const part of [form, fields]) {
    part.addEventListener("input", touched);
    part.addEventListener("change", tell);
  }
  keep = keepTyped(form, () => {
    changed = true;
    document.getElementById("not-saved").hidden = false;
  });
  document.addEventListener("keydown", onKey);
  offerSwitch();
  tell();
}
