// A dashboard before an audience: one chart a screen, in large type, by arrow keys. And a link to one chart.
(function () {
  "use strict";

  const ON = ["ArrowRight", "ArrowDown", "PageDown", " "];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  let screens = [], at = 0, bar = null, opener = null;

  function sections() {
    const every = Array.from(document.querySelectorAll("#dashboard-page .section, #dashboard-page section.column"));
    const whole = every.filter(function (one) {
      return one.querySelector("h2") && !every.some(function (outer) { return outer !== one && outer.contains(one); });
    });
    // What has no chart, such as a link to another page, is none of the screens, unless there is nothing else.
    const charts = whole.filter(function (one) { return one.querySelector(".tools"); });
    return charts.length ? charts : whole;
  }

  function button(text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn quiet";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }

  // In large type as far as the whole chart has room. What has very many rows is set tighter first, with names in one
  // line each; what would be too small to read even so is scrolled.
  const LARGE = 1.35, WHOLE = 1, LEAST = 0.7, TIGHT = 2;

  function fits(screen, zoom) {
    screen.style.zoom = zoom;
    screen.style.setProperty("--under", bar.offsetHeight / zoom + "px");
    // A folded table needs no room, however wide it is.
    const wide = Array.from(screen.querySelectorAll(".scroll:not(details:not([open]) *)"));
    return screen.scrollHeight <= screen.clientHeight
      && wide.every(function (one) { return one.scrollWidth <= one.clientWidth + 1; });
  }

  // Down in steps, often by more than needed, for lines break less in smaller type; then up again by little.
  function enlarge(screen, largest, least) {
    let zoom = largest;
    while (!fits(screen, zoom)) {
      zoom *= Math.max(0.85, Math.min(0.97, screen.clientHeight / screen.scrollHeight));
      if (zoom < least) return false;
    }
    while (zoom * 1.03 < largest && fits(screen, zoom * 1.03)) zoom *= 1.03;
    return fits(screen, zoom);
  }

  function fit(screen) {
    screen.classList.remove("tight");
    if (enlarge(screen, LARGE, WHOLE)) return;
    screen.classList.add("tight");
    if (!enlarge(screen, TIGHT, LEAST)) fits(screen, WHOLE);
  }

  function show(next) {
    at = Math.max(0, Math.min(screens.length - 1, next));
    screens.forEach(function (one, place) { one.classList.toggle("on-screen", place === at); });
    bar.querySelector("[role=status]").textContent = document.querySelector("#main h1").textContent +
      " (" + (at + 1) + " of " + screens.length + ")";
    fit(screens[at]);
    screens[at].scrollTop = 0;
    screens[at].querySelectorAll(".js-plotly-plot").forEach(function (graph) { window.Plotly.Plots.resize(graph); });
  }

  function begin(pressed) {
    screens = sections();
    if (!screens.length || bar) return;
    opener = pressed;
    bar = document.createElement("div");
    bar.className = "stage-bar";
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    bar.append(told, button("Back", function () { show(at - 1); }), button("Next", function () { show(at + 1); }),
      button("End", end));
    document.getElementById("main").append(bar);
    document.documentElement.classList.add("presenting");
    bar.querySelectorAll("button")[1].focus();
    show(0);
  }

  function end() {
    document.documentElement.classList.remove("presenting");
    screens.forEach(function (one) { one.classList.remove("on-screen", "tight"); one.style.zoom = ""; });
    bar.remove();
    bar = null;
    screens.forEach(function (one) {
      one.querySelectorAll(".js-plotly-plot").forEach(function (graph) { window.Plotly.Plots.resize(graph); });
    });
    opener.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (!bar || event.altKey || event.ctrlKey || event.metaKey) return;
    // A space presses the button that has the focus.
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    if (event.key === "Escape") end();
    else if (ON.includes(event.key)) show(at + 1);
    else if (BACK.includes(event.key)) show(at - 1);
    else return;
    event.preventDefault();
  });

  function copied(pressed, works) {
    const before = pressed.textContent;
    pressed.textContent = works ? "Link copied" : "Copy it from the address bar";
    setTimeout(function () { pressed.textContent = before; }, 3000);
  }

  document.addEventListener("click", function (event) {
    const pressed = event.target.closest("[data-present], [data-link-to]");
    if (!pressed) return;
    if (pressed.dataset.linkTo === undefined) return begin(pressed);
    history.replaceState(history.state, "", "#" + pressed.dataset.linkTo);
    if (!navigator.clipboard) return copied(pressed, false);
    navigator.clipboard.writeText(location.href).then(
      function () { copied(pressed, true); }, function () { copied(pressed, false); });
  });

  // An address that names a chart is led to it once it is drawn.
  if (location.hash.length > 1) {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const watcher = new MutationObserver(function () {
      const found = document.getElementById(wanted);
      if (!found) return;
      watcher.disconnect();
      setTimeout(function () { (found.closest("section, .section") || found).scrollIntoView(); }, 400);
    });
    watcher.observe(document.documentElement, { childList: true, subtree: true });
  }
})();
