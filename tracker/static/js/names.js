/* A field for a partner's name offers names while one types; whoever is faster is asked by the form. */
const PAUSE = 150;

export function offerNames(page) {
  page.querySelectorAll("datalist[data-names-at]").forEach((offered) => {
    const field = page.querySelector(`input[list="${offered.id}"]`);
    const address = new URL(offered.dataset.namesAt, page.baseURI);
    let pause = 0;
    field.addEventListener("input", () => {
      clearTimeout(pause);
      const text = field.value.trim();
      // What was picked of those offered needs no others.
      if (!text || [...offered.options].some((one) => one.value === text)) return;
      pause = setTimeout(async () => {
        address.searchParams.set("q", text);
        // Without a connection nothing is offered, and the form takes what is typed.
        const answer = await fetch(address).catch(() => null);
        if (!answer?.ok || field.value.trim() !== text) return;
        const { names } = await answer.json();
        offered.replaceChildren(...names.map((name) => Object.assign(page.createElement("option"), { value: name })));
      }, PAUSE);
    });
  });
}
