// What charts do when pressed: lead to the records behind a mark, give their table as CSV, their drawing as PNG or SVG.
// Dash says nothing when a question is refused; this says it.
(function () {
  "use strict";

  // Asked for by the first press: most visits make no file. The page gives the address under which it is kept.
  function files() { return import(document.querySelector("[data-made-files]").dataset.madeFiles); }

  function csv(table, cell) {
    const rows = Array.from(table.rows).filter(function (row) { return row.dataset.aside === undefined; });
    return rows.map(function (row) {
      return Array.from(row.cells).map(function (one) {
        // What stands in a folded table is not drawn, and has no text of its own then.
        return cell((one.dataset.name || one.innerText.trim() || one.textContent).replace(/\s+/g, " ").trim());
      }).join(",");
    }).join("\r\n");
  }

  // A drawing of our own, as it stands: as a file of its own it has the light colors, and on paper white.
  function take(picture, format, name) {
    const text = new XMLSerializer().serializeToString(picture);
    const size = picture.viewBox.baseVal;
    return files().then(async function (made) {
      const drawing = format === "svg" ? made.svgOf(text) : await made.pngOf(text, size.width, size.height);
      made.give(name + "." + format, drawing);
    });
  }

  document.addEventListener("click", function (event) {
    const others = event.target.closest("[data-others]");
    if (others) others.setAttribute("aria-expanded", String(others.parentNode.classList.toggle("all")));
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-csv-of], [data-drawing-of]");
    if (!button) return;
    const table = document.getElementById(button.dataset.csvOf || "");
    if (table) files().then(function (made) { made.give(button.dataset.file, made.csvOf(csv(table, made.cell))); });
    const shown = document.getElementById(button.dataset.drawingOf || "");
    if (shown && shown.matches("table, ul")) return take(window.drawnTable(shown), button.dataset.format, button.dataset.file);
    const picture = document.querySelector("#" + (button.dataset.drawingOf || "none") + ".drawing svg");
    if (picture) return take(picture, button.dataset.format, button.dataset.file);
    const graph = document.querySelector("#" + (button.dataset.drawingOf || "none") + " .js-plotly-plot");
    if (graph) window.Plotly.downloadImage(graph, { format: button.dataset.format, scale: 2, filename: button.dataset.file });
  });

  // The same page with the same filters, at another school.
  function onward(address) { return address.split("?")[0] + "?next=" + encodeURIComponent(location.pathname + location.search); }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-places]");
    if (link) link.href = onward(link.getAttribute("href"));
  });

  // On a phone one table at a time is unfolded where a page is to stay short.
  document.addEventListener("toggle", function (event) {
    const opened = event.target;
    if (!opened.open || !opened.matches(".own-pictures .data-table") || !matchMedia("(max-width: 640px)").matches) return;
    document.querySelectorAll(".own-pictures .data-table[open]").forEach(function (one) { if (one !== opened) one.open = false; });
  }, true);

  // Every mark carries the address of its records. Plotly tells of a press only to those who asked each drawing.
  const listening = new WeakSet();
  new MutationObserver(function () {
    document.querySelectorAll(".js-plotly-plot").forEach(function (graph) {
      if (listening.has(graph) || typeof graph.on !== "function") return;
      listening.add(graph);
      graph.on("plotly_click", function (pressed) {
        const href = pressed.points.length && pressed.points[0].customdata;
        if (typeof href === "string" && href.startsWith("/")) window.location.assign(href);
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Filters write the address, and only those that are in use; the page follows it without being loaded anew.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.matches(".places")) form.action = onward(form.getAttribute("action"));
    if (!form.matches("[data-filters]")) return;
    event.preventDefault();
    const asked = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value) asked.append(name, value); });
    if (asked.has("from") || asked.has("to")) asked.delete("year");
    window.history.pushState({}, "", form.getAttribute("action") + (String(asked) && "?" + asked));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });

  // A sheet is narrower than most windows, and what Plotly draws does not follow: it is drawn anew, and then again.
  const SHEET = 660;

  function draw(size) {
    document.querySelectorAll(".js-plotly-plot").forEach(function (graph) {
      if (window.Plotly && graph.layout) window.Plotly.relayout(graph, size(graph));
    });
  }

  window.addEventListener("beforeprint", function () {
    draw(function () { return { width: SHEET, autosize: false }; });
  });
  window.addEventListener("afterprint", function () {
    draw(function (graph) { return { width: graph.clientWidth, autosize: true }; });
  });

  function tell(status) {
    let box = document.getElementById("dash-problem");
    if (!box) {
      box = document.createElement("p");
      box.id = "dash-problem";
      box.className = "flash bad";
      box.setAttribute("role", "alert");
      document.getElementById("main").prepend(box);
    }
    if (status === 401) {
      box.textContent = "You have been signed out. ";
      const link = document.createElement("a");
      link.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
      link.textContent = "Sign in again";
      box.append(link);
    } else {
      box.textContent = "The dashboard could not be updated. Reload the page to try again.";
    }
  }

  const plainFetch = window.fetch;
  window.fetch = async function (input) {
    const answer = await plainFetch.apply(this, arguments);
    const url = typeof input === "string" ? input : input.url;
    if (url.includes("/_dash-update-component") && answer.status >= 400) tell(answer.status);
    return answer;
  };
})();
