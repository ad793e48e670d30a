/* Stands between pages and the network for what is logged alone: the log and the records that its tiles lead to open
   without a connection from what the device keeps, and an entry that does not get through waits on the device. Every other
   request goes its way as without this script. */
import { keepForm, keptNow, newKey } from "/static/js/waiting_store.js";
import { LATER, sendWaiting } from "/static/js/waiting_send.js";

const FILES = "continuum-files";
const NO_CONNECTION = "/no-connection";
const [LOG, LINE] = ["/log", "/log/line"];
const RECORD = /^\/records\/[a-z]+\/new$/;
const DAY = 86_400_000;
/* A line too weak to bring a page is none; an entry with a photo may take longer. */
const [PAGE_PATIENCE, ENTRY_PATIENCE] = [12_000, 60_000];
/* Nobody behind these answers has seen the form. */
const NOT_REACHED = [502, 503, 504];
/* The token of a page that was kept is no longer valid: the entry goes with a new one. */
const NO_TOKEN = 400;

self.addEventListener("install", (event) => {
  const page = new Request(NO_CONNECTION, { credentials: "omit", cache: "reload" });
  event.waitUntil(caches.open(FILES).then((cache) => cache.add(page)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(opened(request, address));
  else if (request.mode === "navigate" && isEntered(address.pathname)) event.respondWith(sent(request, address));
  else if (request.method === "GET" && address.pathname.startsWith("/static/")) event.respondWith(file(request, address));
});

self.addEventListener("sync", (event) => event.waitUntil(sendLater()));

function isEntered(path) {
  return [LOG, LINE].includes(path) || RECORD.test(path);
}

async function sendLater() {
  const kept = await keptNow();
  if (kept && (await sendWaiting(kept.who)) === LATER) throw new Error("no connection yet");
}

function within(milliseconds, promise) {
  return Promise.race([promise, new Promise((_, failed) => setTimeout(() => failed(new Error("too slow")), milliseconds))]);
}

async function opened(request, address) {
  const kept = isEntered(address.pathname) ? await keptNow().catch(() => null) : null;
  const page = kept && pageFor(kept, address);
  try {
    if (!page) return await fetch(request);
    const answer = await within(PAGE_PATIENCE, fetch(request));
    if (!NOT_REACHED.includes(answer.status)) return answer;
  } catch {
    if (!page) return (await caches.match(NO_CONNECTION)) ?? Response.error();
  }
  return new Response(atHand(page, kept), {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.policy },
  });
}

/* Gives the page kept for an address; none for most. */
function pageFor(kept, { pathname, searchParams: asked }) {
  if (pathname !== LOG) return kept.pages[pathname];
  const filled = [...asked.keys()].some((name) => !["back", "line"].includes(name));
  return kept.pages[asked.get("tile") ?? (filled ? "other" : "")] ?? kept.pages[""];
}

/* Each time a kept page is opened it is another form, of the day that it is by then. */
function atHand(page, kept) {
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
  const passed = Math.round((midnight(Date.now()) - midnight(kept.at)) / DAY);
  const today = new Date(Date.parse(`${kept.day}T12:00:00Z`) + passed * DAY).toISOString().slice(0, 10);
  return page
    .replaceAll(`"${kept.day}"`, `"${today}"`)
    .replace(/(name="once" value=")[^"]*/g, (_, before) => before + newKey());
}

async function sent(request, address) {
  const copy = request.clone();
  let answer = null;
  try {
    answer = await within(ENTRY_PATIENCE, fetch(request));
    if (![...NOT_REACHED, NO_TOKEN].includes(answer.status)) return answer;
  } catch {
    answer = null;
  }
  const form = await copy.formData();
  const target = address.pathname === LINE ? fromLine(form) : await fromLog(form, address);
  if (target) return Response.redirect(new URL(target, location.origin), 303);
  return answer ?? (await caches.match(NO_CONNECTION)) ?? Response.error();
}

/* Nobody reads the line here: it goes into the words of the entry. */
function fromLine(form) {
  return `${LOG}?${new URLSearchParams({ tile: "other", title: form.get("line") ?? "" })}`;
}

/* Gives where to go on; null where a form does not say whose it is. What was typed is kept by the page itself. */
async function fromLog(form, address) {
  const then = form.get("then") ?? "";
  const tile = form.get("tile") || "other";
  if (then.startsWith("tile-")) return `${LOG}?${new URLSearchParams({ tile: then.slice("tile-".length) })}`;
  if (then.startsWith("hint")) return `${LOG}?${new URLSearchParams({ tile })}#put-back`;
  if (!form.get("once") || !form.get("logged_as")) return null;
  await keepForm(form, address.pathname + address.search);
  await self.registration.sync?.register("continuum-log").catch(() => null);
  if (address.pathname !== LOG) return then === "another" ? `${address.pathname}#waiting` : `${LOG}#waiting`;
  return `${LOG}${then === "another" ? `?${new URLSearchParams({ tile })}` : ""}#kept`;
}

/* What has its content in its address is as good from here; the rest only where the network has none. */
async function file(request, address) {
  const kept = () => caches.match(request, { cacheName: FILES, ignoreVary: true });
  const same = address.searchParams.has("v") ? await kept() : null;
  if (same) return same;
  try {
    return await fetch(request);
  } catch {
    return (await kept()) ?? Response.error();
  }
}
