/* What a device keeps of the log: its pages, for whoever is signed in, and entries that wait to be sent. Everything
   belongs to one person at one place, and is given to nobody else. Pages and the service worker share it. */
const NAME = "continuum";
const [ENTRIES, PAGES] = ["entries", "pages"];
const [NOW, LEFT] = ["now", "left"];
/* An entry may wait with so much of photos and files; a form may hardly send more. */
export const MOST_BYTES = 10 * 1024 * 1024;
const DAY = 86_400_000;
const channel = new BroadcastChannel(NAME);

const answered = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ENTRIES, { keyPath: "key" });
    request.result.createObjectStore(PAGES, { keyPath: "name" });
  };
  return answered(request);
}

/* Does its work in one transaction: all of it is kept, or nothing. */
async function within(store, mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction(store, mode);
    const ended = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    const result = await work(transaction.objectStore(store));
    await ended;
    return result;
  } finally {
    database.close();
  }
}

/* A key as the server gives: 16 random bytes. The server tells by it whether an entry is stored already. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/* The pages kept, and whose they are; null where there are none, or nobody has been here for too long. */
export async function keptNow() {
  const kept = await within(PAGES, "readonly", (store) => answered(store.get(NOW)));
  if (!kept) return null;
  if (Date.now() < kept.at + kept.days * DAY) return kept;
  await dropKept();
  return null;
}

/* Whoever signed out since the pages were asked for has left: nothing is kept after that. */
export function keepPages(kept) {
  return within(PAGES, "readwrite", async (store) => {
    const left = await answered(store.get(LEFT));
    if (!left || left.at < kept.at) await answered(store.put({ ...kept, name: NOW }));
  });
}

export function dropKept() {
  return within(PAGES, "readwrite", async (store) => {
    await answered(store.delete(NOW));
    await answered(store.put({ name: LEFT, at: Date.now() }));
  });
}

/* Entries of one person at one place, the oldest first. */
export async function entriesOf(who) {
  const all = await within(ENTRIES, "readonly", (store) => answered(store.getAll()));
  return all.filter((entry) => entry.who === who).sort((one, other) => one.at - other.at);
}

/* Entries of one person at other places. */
export async function entriesElsewhere(who) {
  const person = who.slice(0, who.indexOf("-") + 1);
  const all = await within(ENTRIES, "readonly", (store) => answered(store.getAll()));
  return all.filter((entry) => entry.who !== who && entry.who.startsWith(person));
}

export async function entryOf(key, who) {
  const entry = await within(ENTRIES, "readonly", (store) => answered(store.get(key)));
  return entry?.who === who ? entry : null;
}

/* Keeps what a form holds until it is sent; a form with the same key is the same entry, as it is now. */
export async function keepForm(form, address, further = []) {
  const said = [...form].filter(([name]) => !["csrf_token", "then"].includes(name));
  const chosen = said.filter(([, value]) => typeof value !== "string" && value.size);
  const files = [...further, ...chosen.map(([, value]) => value)];
  const fits = files.reduce((sum, file) => sum + file.size, 0) <= MOST_BYTES;
  const entry = {
    key: form.get("once"),
    who: form.get("logged_as"),
    address,
    at: Date.now(),
    field: said.find(([, value]) => typeof value !== "string")?.[0] ?? "files",
    values: said.filter(([, value]) => typeof value === "string"),
    files: fits ? files : [],
    leftOut: fits ? [] : files.map((file) => file.name),
    state: "waiting",
  };
  await within(ENTRIES, "readwrite", async (store) => {
    const before = await answered(store.get(entry.key));
    await answered(store.put({ ...entry, at: before?.at ?? entry.at, changes: (before?.changes ?? 0) + 1 }));
  });
  tell({ changed: true });
}

/* Changes an entry as it was seen; one that was edited since is left alone. Without a change it is dropped. */
export async function settle(entry, change = null) {
  await within(ENTRIES, "readwrite", async (store) => {
    const now = await answered(store.get(entry.key));
    if (!now || now.changes !== entry.changes) return;
    await answered(change ? store.put({ ...now, ...change }) : store.delete(entry.key));
  });
  tell({ changed: true });
}

/* What was stored and then changed becomes another entry, with a key of its own. */
export async function makeAnother(entry) {
  const key = newKey();
  const values = entry.values.map(([name, value]) => [name, name === "once" ? key : value]);
  await within(ENTRIES, "readwrite", async (store) => {
    await answered(store.delete(entry.key));
    await answered(store.put({ ...entry, key, values, state: "waiting", reasons: [], isStored: false }));
  });
  tell({ changed: true });
}

export async function dropAllOf(who) {
  for (const entry of [...(await entriesOf(who)), ...(await entriesElsewhere(who))]) await settle(entry);
}

/* Says to all pages of this device, this one included, that something changed. */
export function tell(what) {
  channel.postMessage(what);
  globalThis.dispatchEvent(new CustomEvent("waiting", { detail: what }));
}

channel.onmessage = ({ data }) => globalThis.dispatchEvent(new CustomEvent("waiting", { detail: data }));
