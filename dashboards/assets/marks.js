// Marks by keys: a chart, or a table of links, is one stop of the Tab key, and arrow keys go from mark to mark in it.
// A drawn chart gets a link for each mark, with a name of its own; it is seen while it has the focus.
(function () {
  "use strict";

  const TABLES = ".matrix, .heat, .habits, .helped, .drawing, .schools, .stacks";
  // What enters a school is a button, for it changes where the reader works.
  const MARKS = "a[href], button[formaction]";
  const QUIET = 300; // milliseconds
  const STEP = { ArrowRight: 1, ArrowLeft: -1 };

  function nameOf(trace, at) {
    const said = trace.hovertext && trace.hovertext[at];
    if (said) return said;
    const text = trace.text && trace.text[at];
    return trace.orientation === "h" ? trace.y[at] + ": " + text : text;
  }

  function marksOf(graph) {
    const found = new Map();
    graph.data.forEach(function (trace) {
      (trace.customdata || []).forEach(function (href, at) {
        const name = nameOf(trace, at);
        // What has no length has no words either, and both halves of a bar are one mark.
        if (typeof href === "string" && href.startsWith("/") && name) found.set(name, href);
      });
    });
    return found;
  }

  function linkTo(mark) {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = mark[1];
    link.textContent = mark[0];
    return item;
  }

  // The first mark alone, until somebody comes to it: a page of charts has hundreds, and most people point at them.
  function listMarks(graph, all) {
    const chart = graph.closest(".chart");
    if (!chart) return;
    const list = chart.querySelector(".marks") || chart.appendChild(document.createElement("ul"));
    const marks = Array.from(marksOf(graph));
    list.className = "marks";
    if (!all) delete list.dataset.whole;
    list.replaceChildren.apply(list, (all ? marks : marks.slice(0, 1)).map(linkTo));
    if (all) rove(list);
  }

  document.addEventListener("focusin", function (event) {
    const list = event.target.closest(".marks");
    if (!list || list.dataset.whole) return;
    list.dataset.whole = "1";
    listMarks(list.closest(".chart").querySelector(".js-plotly-plot"), true);
    if (list.querySelector("a")) list.querySelector("a").focus();
  });

  function linksOf(place) {
    return Array.from(place.querySelectorAll(MARKS));
  }

  // All but one leave the order of the Tab key: the one that had the focus last.
  function rove(place, chosen) {
    const links = linksOf(place);
    const stop = chosen || links.find(function (link) { return link.tabIndex === 0 && link.dataset.stop; }) || links[0];
    links.forEach(function (link) {
      const wanted = link === stop ? 0 : -1;
      if (link.getAttribute("tabindex") !== String(wanted)) link.tabIndex = wanted;
      if (link === stop) link.dataset.stop = "1";
      else if (link.dataset.stop) delete link.dataset.stop;
    });
  }

  // Up and down keep the column where there is one; else they are the way back and on.
  function neighbor(place, link, key) {
    const links = linksOf(place);
    const at = links.indexOf(link);
    if (key === "Home") return links[0];
    if (key === "End") return links[links.length - 1];
    if (STEP[key]) return links[at + STEP[key]];
    const ahead = key === "ArrowDown" ? 1 : -1;
    const cell = link.closest("td, th");
    if (!cell) return links[at + ahead];
    const left = cell.getBoundingClientRect().left;
    const rest = ahead > 0 ? links.slice(at + 1) : links.slice(0, at).reverse();
    return rest.find(function (other) {
      return Math.abs((other.closest("td, th") || other).getBoundingClientRect().left - left) < 2;
    });
  }

  document.addEventListener("keydown", function (event) {
    const link = event.target.closest && event.target.closest(MARKS);
    const place = link && link.closest(".marks, " + TABLES);
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!/^(Arrow|Home$|End$)/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const next = neighbor(place, link, event.key);
    if (!next) return;
    rove(place, next);
    next.focus();
  }, true);

  // Once it is quiet: while charts are drawn the page changes thousands of times.
  const drawn = new WeakMap();
  let timer = 0;
  function look() {
    document.querySelectorAll(TABLES).forEach(function (table) { rove(table); });
    document.querySelectorAll(".js-plotly-plot").forEach(function (graph) {
      // Another year is drawn into the same chart: its data are others then.
      if (!graph.data || drawn.get(graph) === graph.data) return;
      drawn.set(graph, graph.data);
      listMarks(graph, false);
    });
  }
  new MutationObserver(function () {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
