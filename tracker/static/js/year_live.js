/* Several members work at once: while a page of the year stays open, and somebody looks at it, it asks now and then who
   is on what, what was said, and whether something was saved. Without it the page says what was so when it was opened. */
const PAUSE = 12000; // milliseconds between two questions
const LONGEST = 300000;
const place = document.querySelector("[data-live]");
const told = new Map();
let pause = PAUSE;
let timer;
let isAsking = false;

/* What stands there is replaced only where it became something else: a reader, or a screen reader, is not disturbed. */
function put(id, html) {
  const part = document.getElementById(id);
  if (!part || told.get(id) === html) return;
  if (told.has(id) || part.innerHTML.trim() !== html.trim()) part.innerHTML = html;
  told.set(id, html);
}

/* A colleague saved: the table, and how far the team is, are asked for as a page would show them. */
async function redraw(mark) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lines = page.querySelector("#year-lines[data-live]");
  if (!lines) return location.reload(); // it is signed meanwhile, and looks different
  const focused = document.activeElement?.getAttribute("href");
  for (const id of ["year-lines", "how-far"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.innerHTML = fresh.innerHTML;
  }
  place.dataset.mark = mark;
  told.clear();
  if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden || isAsking) return;
  isAsking = true;
  try {
    const answer = await fetch(place.dataset.live, { headers: { Accept: "application/json" } });
    if (answer.redirected || (answer.status >= 400 && answer.status < 500)) return; // signed out, or no longer theirs
    if (!answer.ok) throw new Error("the server is busy");
    const now = await answer.json();
    if (now.mark && now.mark !== place.dataset.mark) await redraw(now.mark);
    Object.entries(now.parts).forEach(([id, html]) => put(id, html));
    pause = PAUSE;
  } catch {
    pause = Math.min(pause * 2, LONGEST); // no connection: it comes back
  } finally {
    isAsking = false;
  }
  timer = setTimeout(ask, pause);
}

if (place) {
  timer = setTimeout(ask, PAUSE);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
}
