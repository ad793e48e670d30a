/* A long list gets a field above it that narrows it while one types. The list itself stays what is sent. */
const FEW = 12;
const MARKS = /\p{M}/gu;
/* Case and accents make no difference, as in every other search. */
const folded = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase();

export function searchIn(page) {
  page.querySelectorAll("select[data-choose]").forEach((list) => {
    if (list.options.length <= FEW) return;
    const all = [...list.options].map((option) => ({ option, text: folded(option.text) }));
    const search = page.createElement("input");
    search.type = "search";
    search.className = "narrow";
    search.autocomplete = "off";
    search.placeholder = "Type to narrow the list";
    search.setAttribute("aria-label", `Narrow the list: ${list.labels[0]?.textContent.trim() ?? ""}`);
    search.setAttribute("aria-controls", list.id);
    list.closest(".field").insertBefore(search, list.closest(".choose"));
    search.addEventListener("input", () => {
      const words = folded(search.value).split(/\s+/).filter(Boolean);
      const chosen = list.value;
      const kept = all.filter(({ option, text }) => option.value === chosen || !option.value || words.every((word) => text.includes(word)));
      list.replaceChildren(...kept.map(({ option }) => option));
      const found = kept.filter(({ option, text }) => option.value && words.every((word) => text.includes(word)));
      list.value = words.length && found.length ? found[0].option.value : chosen;
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        list.focus();
      }
    });
  });
}
