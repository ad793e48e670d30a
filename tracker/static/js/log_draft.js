/* What was typed survives a lost session: kept on this computer until it is saved, offered again, never the token. */
import { fill } from "./log_fill.js";

const PREFIX = "continuum-log:";
const KEPT_DAYS = 7;
const LEFT_OUT = ["csrf_token", "version", "files", "then", "logged_as"];

const done = document.querySelector("[data-clear-draft]");
if (done) localStorage.removeItem(PREFIX + done.dataset.clearDraft);
/* It waits on this device to be sent, and is listed there. */
const { who } = document.body.dataset;
if (who && location.hash === "#kept") localStorage.removeItem(PREFIX + who);

/* Where to find what waits, after the page that it was typed on was asked for again. */
const PUT_BACK = "put-back";

const form = document.getElementById("log-form");
if (form?.dataset.draft) keepDraft(form, PREFIX + form.dataset.draft);
const start = document.querySelector("#log-draft[data-waits]");
if (start) tellOfDraft(start, PREFIX + start.dataset.waits);

/* Before a tile is chosen there is no form: the words that wait lead to the one they were typed on. */
function tellOfDraft(place, key) {
  const kept = read(key);
  if (kept) showOffer(place, kept, () => openTile(place.dataset.log, kept), () => localStorage.removeItem(key));
}

function tileOf(kept) {
  return kept.values.find(([name]) => name === "tile")?.[1] || "other";
}

function openTile(log, kept) {
  location.assign(`${log}?tile=${encodeURIComponent(tileOf(kept))}#${PUT_BACK}`);
}

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => !LEFT_OUT.includes(name) && typeof value === "string");
}

/* The key of the form is kept with what was typed, for the entry may have been stored; it is nothing typed itself. */
function typed(values) {
  return JSON.stringify(values.filter(([name]) => name !== "once"));
}

function keepDraft(form, key) {
  const untouched = typed(entries(form));
  const offered = read(key);
  /* Kept with every key: who leaves the page at once may be on the next one before this one is told that it is left. */
  const keep = () => {
    const values = entries(form);
    if (typed(values) === untouched) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  };
  /* Nothing is offered over a form that came back with errors or a question: it holds what was typed. */
  const isBack = ["error-summary", "conflict", "double"].some((id) => document.getElementById(id));
  const isAnother = location.hash.startsWith("#waiting=");
  if (offered && !isAnother && !isBack && typed(offered.values) !== untouched) offer(form, key, offered);
  if (location.hash === `#${PUT_BACK}`) history.replaceState(null, "", location.pathname + location.search);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: entries(form) })));
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < KEPT_DAYS * 86400000 && Array.isArray(kept.values)) return kept;
  } catch {
    localStorage.removeItem(key);
  }
  return null;
}

function offer(form, key, kept) {
  const first = () => form.querySelector("input[type=radio]:checked, input[type=checkbox], input[type=radio]").focus();
  /* Another tile asks other questions: what was typed there goes back there. */
  const isElsewhere = tileOf(kept) !== (form.elements.tile?.value || "other");
  const back = () => (isElsewhere ? openTile(location.pathname, kept) : (fill(form, kept.values), first()));
  if (location.hash === `#${PUT_BACK}` && !isElsewhere) back();
  else showOffer(document.getElementById("log-draft"), kept, back, () => (localStorage.removeItem(key), first()));
}

function showOffer(place, kept, putBack, discard) {
  const time = new Date(kept.at).toLocaleString([], { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  const words = document.createElement("p");
  const title = kept.values.find(([name]) => name === "title")?.[1].trim();
  words.textContent = `An entry from ${time} was not saved${title ? `: “${title.slice(0, 80)}”` : ""}.`;
  place.replaceChildren(words, button("Put it back", putBack), button("Discard", discard));
  place.classList.add("offer");
  place.hidden = false;

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn quiet";
    made.textContent = text;
    made.addEventListener("click", () => {
      action();
      place.hidden = true;
    });
    return made;
  }
}
