/* Sends what waits, one entry after the other. The server stores a form once, however often it arrives: what was sent
   and never answered is sent again as it was. */
import { entriesOf, settle, tell } from "./waiting_store.js";

const PATIENCE = 60_000;
const JSON_PLEASE = { Accept: "application/json" };
export const [DONE, LATER, SIGNED_OUT, ELSEWHERE] = ["done", "later", "signed out", "elsewhere"];

/* One at a time on a device, however many pages are open. */
export function sendWaiting(who) {
  if (!navigator.locks) return send(who);
  return navigator.locks.request("continuum-send", { ifAvailable: true }, (lock) => (lock ? send(who) : DONE));
}

async function send(who) {
  const entries = (await entriesOf(who)).filter((entry) => entry.state === "waiting");
  if (!entries.length) return DONE;
  const [now, problem] = await askNow();
  if (problem) return problem;
  /* Somebody else may have signed in since the page was opened. */
  if (now.who !== who) return ELSEWHERE;
  for (const entry of entries) {
    const stopped = await sendOne(entry, now.token);
    if (stopped) return stopped;
  }
  return DONE;
}

/* Asks who is signed in, and for a token that is valid now. */
async function askNow() {
  try {
    const answer = await fetch("/log/now", { headers: JSON_PLEASE, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) return [await answer.json(), null];
    if (answer.type === "opaqueredirect" || answer.status === 401) return [null, SIGNED_OUT];
    return [null, answer.status === 403 ? ELSEWHERE : LATER];
  } catch {
    return [null, LATER];
  }
}

async function sendOne(entry, token) {
  const form = new FormData();
  entry.values.forEach(([name, value]) => form.append(name, value));
  entry.files.forEach((file) => form.append(entry.field ?? "files", file, file.name));
  form.set("csrf_token", token);
  try {
    const answer = await fetch(entry.address, {
      method: "POST", body: form, headers: JSON_PLEASE, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return SIGNED_OUT;
    if (answer.status === 403) return ELSEWHERE;
    if (answer.status === 429 || answer.status >= 500) return LATER;
    await take(entry, answer.status, await answer.json());
    return null;
  } catch {
    return LATER;
  }
}

async function take(entry, status, said) {
  if (status === 200 && said.href) {
    await settle(entry);
    tell({ stored: { key: entry.key, address: entry.address, values: entry.values, href: said.href } });
  } else if (status === 409 && said.double) {
    await settle(entry, { state: "double", double: said.double, reasons: [] });
  } else {
    const reasons = said.problems ?? [said.error ?? "It was not accepted."];
    await settle(entry, { state: "refused", reasons, isStored: Boolean(said.stored_before) });
  }
}
