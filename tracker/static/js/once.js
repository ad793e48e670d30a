/* Back shows a form again, from a page that the server makes anew. The key by which the form is stored once stays with
   its place in the browser's history, so that Back and Save is known for what it is. */
export function keepKeys(root) {
  const keys = [...root.querySelectorAll("input[name=once][data-kept]")];
  const kept = history.state?.once;
  if (!keys.length) return;
  if (kept?.length === keys.length) keys.forEach((key, place) => (key.value = kept[place]));
  else history.replaceState({ ...history.state, once: keys.map((key) => key.value) }, "");
}
