/* On every page of whoever logs: the log is kept for when there is no connection, and what waits is told and sent. */
import { dropAllOf, dropKept, entriesElsewhere, entriesOf, keepPages, keptNow } from "./waiting_store.js";
import { DONE, ELSEWHERE, SIGNED_OUT, sendWaiting } from "./waiting_send.js";

const WORKER = "/log-worker.js";
const FILES = "continuum-files";
const NO_CONNECTION = "/no-connection";
const FRESH = 6 * 3_600_000;
/* Not in the way of what was asked for; in the log it is needed sooner. */
const [SOON, LATER] = [500, 4_000];
const [FIRST_PAUSE, LONGEST_PAUSE] = [20_000, 600_000];
const SAID = {
  [SIGNED_OUT]: "You are signed out. They are sent once you sign in again.",
  [ELSEWHERE]: "Somebody else is signed in here, or at another place: they wait for you.",
};

export function tendWaiting(page) {
  const header = page.querySelector("header.site");
  if (!navigator.serviceWorker || !window.indexedDB || page.body.dataset.who === undefined) return;
  const { who } = page.body.dataset;
  /* Nobody is signed in, or somebody who does not log: nothing of others stays readable. */
  if (!who) return void dropKept().catch(() => null);
  const tended = new Tended(page, header, who);
  tended.begin().catch(() => null);
}

class Tended {
  constructor(page, header, who) {
    Object.assign(this, { page, header, who, pause: FIRST_PAUSE });
  }

  async begin() {
    const kept = await keptNow();
    if (kept && kept.who !== this.who) await dropKept();
    this.page.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", (event) => this.leave(event, form)));
    window.addEventListener("waiting", () => this.count());
    window.addEventListener("online", () => this.send());
    /* Where reception was poor the device was never told that it had none: whoever looks at the page again tries again. */
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    window.addEventListener("send-waiting", () => this.send());
    /* Who looks at dashboards waits for charts; the log is kept from any other page. */
    if (!location.pathname.startsWith("/dashboards/")) setTimeout(() => this.keep().catch(() => null), location.pathname === "/log" ? SOON : LATER);
    await this.count();
    await this.send();
  }

  /* Says in the head of the page how many entries wait. */
  async count() {
    const number = (await entriesOf(this.who)).length;
    const elsewhere = (await entriesElsewhere(this.who)).length;
    let strip = this.header.querySelector(".waits");
    if (!strip) {
      strip = this.page.createElement("p");
      strip.className = "waits";
      strip.setAttribute("role", "status");
      strip.append(this.page.createElement("a"));
      strip.firstChild.href = "/log#waiting";
      this.header.append(strip);
    }
    strip.hidden = !number && !elsewhere;
    strip.firstChild.textContent = number ? `${inWords(number)} on this device` : `${inWords(elsewhere)} here for another place of yours`;
  }

  /* Who is told that the connection is back while a sending still fails sends once more right after it. */
  async send() {
    if (this.sending) return void (this.more = true);
    this.sending = true;
    clearTimeout(this.timer);
    const said = await sendWaiting(this.who);
    this.sending = false;
    if (this.more) {
      this.more = false;
      return this.send();
    }
    window.dispatchEvent(new CustomEvent("waiting", { detail: { said: SAID[said] ?? "" } }));
    if (said === DONE) return void (this.pause = FIRST_PAUSE);
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
  }

  /* Keeps the pages of the log and all that they are made of, as long as they are this person's and of today. */
  async keep() {
    const { bundle, today } = this.page.body.dataset;
    await navigator.serviceWorker.register(WORKER, { type: "module", updateViaCache: "none" });
    const before = await keptNow();
    const isSame = before?.who === this.who && before.bundle === bundle;
    if (isSame && before.day === today && Date.now() - before.at < FRESH) return;
    const at = Date.now();
    const answer = await fetch("/log/kept", { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok) return;
    const said = await answer.json();
    if (said.who !== this.who) return;
    const cache = await caches.open(FILES);
    const wanted = [NO_CONNECTION, ...said.files];
    await keepFiles(cache, wanted);
    await keepPages({ ...said, at, policy: answer.headers.get("Content-Security-Policy") });
    await letGo(cache, wanted);
  }

  /* Who signs out leaves no pages behind, and is asked about what waits. */
  async leave(event, form) {
    event.preventDefault();
    const number = await entriesOf(this.who).then(async (own) => own.length + (await entriesElsewhere(this.who)).length).catch(() => 0);
    const said = number ? await ask(this.page, number) : "keep";
    if (said === "stay") return;
    if (said === "drop") await dropAllOf(this.who).catch(() => null);
    await dropKept().catch(() => null);
    form.submit();
  }
}

export function inWords(number) {
  return number === 1 ? "1 entry waits" : `${number} entries wait`;
}

/* Asks again for what has the same address with another content. */
async function keepFiles(cache, wanted) {
  for (const address of wanted) {
    const isThere = address.includes("?v=") && (await cache.match(address));
    if (!isThere) await cache.add(new Request(address, { credentials: "omit", cache: address === NO_CONNECTION ? "reload" : "default" }));
  }
}

/* No kept page uses any other file any more. */
async function letGo(cache, wanted) {
  const known = new Set(wanted.map((address) => new URL(address, location.origin).href));
  for (const request of await cache.keys()) if (!known.has(request.url)) await cache.delete(request);
}

function ask(page, number) {
  const dialog = page.createElement("dialog");
  dialog.className = "ask-waiting";
  dialog.setAttribute("aria-labelledby", "ask-waiting");
  const heading = page.createElement("h2");
  heading.id = "ask-waiting";
  heading.textContent = `${inWords(number)} on this device`;
  const words = page.createElement("p");
  words.textContent = "Not sent yet. Kept, they are sent when you sign in here again; nobody else sees them.";
  const choices = [["keep", "Keep and sign out"], ["drop", "Drop and sign out"], ["stay", "Stay signed in"]];
  const buttons = choices.map(([value, text]) => {
    const button = page.createElement("button");
    Object.assign(button, { type: "button", className: value === "keep" ? "btn" : "btn quiet", textContent: text });
    button.addEventListener("click", () => dialog.close(value));
    return button;
  });
  dialog.append(heading, words, ...buttons);
  page.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue || "stay");
    });
  });
}
