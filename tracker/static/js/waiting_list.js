/* At the log and the records that it leads to: what waits on this device, why, and what can be done with it; and the form of an entry that waits. */
import { fill } from "./log_fill.js";
import { entriesElsewhere, entriesOf, entryOf, keepForm, keptNow, makeAnother, settle } from "./waiting_store.js";
import { inWords } from "./waiting.js";

const place = document.getElementById("waiting");
const { who } = document.body.dataset;
const form = document.getElementById("log-form") ?? document.getElementById("record-form");
const LOG = "/log";
const EDITED = "#waiting=";
let said = "";
/* What tiles, records and partners are called. */
let kept = null;
const stored = [];

function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function button(text, what, press) {
  const made = element("button", text, { type: "button", class: "btn quiet" });
  made.append(element("span", `: ${what}`, { class: "sr-only" }));
  made.addEventListener("click", press);
  return made;
}

const of = (entry, name) => entry.values.filter(([field]) => field === name).map(([, value]) => value).filter(Boolean);
const tileOf = (entry) => of(entry, "tile")[0] ?? "other";
const pathOf = (entry) => entry.address.split("?")[0];
const formOf = (entry) => (pathOf(entry) === LOG ? `${LOG}?tile=${encodeURIComponent(tileOf(entry))}` : pathOf(entry));

function called(entry) {
  const is = kept?.names?.[pathOf(entry) === LOG ? tileOf(entry) : pathOf(entry)] ?? "entry";
  const partners = [...of(entry, "partners"), ...of(entry, "partner").map((number) => kept?.partners?.[number] ?? (Number(number) ? "" : number))].filter(Boolean);
  const name = is.replace(/^an? /, "");
  const words = of(entry, "title")[0] ?? [name[0].toUpperCase() + name.slice(1), ...partners].join(", ");
  return words.length > 120 ? `${words.slice(0, 120)}…` : words;
}

function dayOf(entry) {
  const day = new Date(`${(of(entry, "occurred_on")[0] ?? of(entry, "stated_on")[0])}T12:00:00`);
  return Number.isNaN(day.valueOf()) ? "" : day.toLocaleDateString("en-US", { day: "numeric", month: "short", year: "numeric" });
}

const STATES = { waiting: "not sent yet", refused: "not accepted", double: "logged already?" };

function line(entry) {
  const item = element("li");
  const head = element("p");
  head.append(element("b", called(entry)), " ", element("span", dayOf(entry), { class: "muted small" }), " ");
  head.append(element("span", STATES[entry.state], { class: `tag ${entry.state === "waiting" ? "plain" : "warn"}` }));
  item.append(head);
  for (const reason of entry.reasons ?? []) item.append(element("p", reason, { class: "error" }));
  if (entry.state === "double") item.append(double(entry));
  if (entry.files.length) item.append(element("p", `With ${entry.files.map((file) => file.name).join(", ")}`, { class: "small muted" }));
  if (entry.leftOut.length)
    item.append(element("p", `Too large to wait here, add it after it is sent: ${entry.leftOut.join(", ")}`, { class: "small warn" }));
  item.append(doings(entry));
  return item;
}

function double(entry) {
  const words = element("p", "It looks as if this is logged already: ");
  words.append(element("a", entry.double.words, { href: entry.double.href }), ". Is yours another one?");
  return words;
}

function doings(entry) {
  const row = element("p", "", { class: "row" });
  const name = called(entry);
  if (entry.state === "double") row.append(button("It is another one", name, () => again(entry)));
  if (entry.isStored) row.append(button("It is another one", name, () => makeAnother(entry).then(send)));
  else if (entry.state === "refused") row.append(button("Send again", name, () => settle(entry, { state: "waiting", reasons: [] }).then(send)));
  const edit = element("a", "Change", { class: "btn quiet", href: `${formOf(entry)}${EDITED}${entry.key}` });
  edit.append(element("span", `: ${name}`, { class: "sr-only" }));
  row.append(edit, button("Drop", name, (event) => sure(event.currentTarget, entry)));
  return row;
}

/* Nothing that was typed goes by one press. */
function sure(pressed, entry) {
  const really = element("button", "Drop it for good", { type: "button", class: "btn" });
  really.addEventListener("click", () => settle(entry));
  pressed.replaceWith(really);
  really.focus();
}

function again(entry) {
  const values = [...entry.values.filter(([name]) => name !== "not_the_same_as"), ["not_the_same_as", String(entry.double.id)]];
  return settle(entry, { state: "waiting", values }).then(send);
}

const send = () => window.dispatchEvent(new Event("send-waiting"));

async function show() {
  const entries = await entriesOf(who);
  kept ??= await keptNow().catch(() => null);
  const elsewhere = (await entriesElsewhere(who)).length;
  place.hidden = !entries.length && !stored.length && !elsewhere;
  if (place.hidden) return void place.replaceChildren();
  const head = element("div", "", { class: "row between" });
  head.append(element("h2", entries.length ? `${inWords(entries.length)} on this device` : "Waiting on this device"));
  if (entries.some((entry) => entry.state === "waiting")) {
    const now = element("button", "Send now", { type: "button", class: "btn quiet" });
    now.addEventListener("click", send);
    head.append(now);
  }
  // What was sent shows that there is a connection again, whatever the kept page says.
  if (stored.length) document.getElementById("kept-page")?.remove();
  const told = element("div", "", { role: "status" });
  if (said && entries.length) told.append(element("p", said, { class: "warn" }));
  for (const one of stored) {
    const words = element("p", "Sent and stored: ", { class: "good" });
    words.append(element("a", called(one), { href: one.href }));
    told.append(words);
  }
  if (elsewhere) told.append(element("p", `${inWords(elsewhere)} here for another place of yours. Choose it at the top to send.`, { class: "muted" }));
  const list = element("ul", "", { class: "plain" });
  list.append(...entries.map(line));
  place.replaceChildren(head, told, ...(entries.length ? [list] : []));
  if (entries.length) navigator.storage?.persist?.().catch(() => null);
}

/* The form of an entry that waits: saved, it is the same entry, and goes out from here. */
async function edit(key) {
  const entry = await entryOf(key, who);
  if (!entry) return;
  fill(form, entry.values);
  const files = [...entry.files];
  const notice = element("div", "", { class: "flash warn" });
  notice.append(element("p", "This entry waits on this device. Save, and it is sent as it stands here."));
  for (const reason of entry.reasons ?? []) notice.append(element("p", reason, { class: "error" }));
  for (const file of entry.files) {
    const one = element("p", `With ${file.name} `);
    one.append(button("Take it off", file.name, () => (files.splice(files.indexOf(file), 1), one.remove())));
    notice.append(one);
  }
  form.prepend(notice);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepForm(new FormData(form), entry.address, files).then(() => location.assign(`${LOG}#${pathOf(entry) === LOG ? "kept" : "waiting"}`));
  });
}

window.addEventListener("waiting", ({ detail }) => {
  if (detail?.said !== undefined) said = detail.said;
  if (detail?.stored && !stored.some((one) => one.key === detail.stored.key)) stored.push(detail.stored);
  show();
});
/* The same form with another entry is opened anew. */
window.addEventListener("hashchange", () => location.hash.startsWith(EDITED) && location.reload());
if (form && location.hash.startsWith(EDITED)) edit(location.hash.slice(EDITED.length));
/* A line that nobody could read opens the form with its words. */
const words = new URLSearchParams(location.search).get("title");
if (form && "keptPage" in form.dataset && words && form.elements.title && !form.elements.title.value) form.elements.title.value = words;
show();
