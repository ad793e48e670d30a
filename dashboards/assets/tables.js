// A chart that is a table on the page, as a drawing to take along: every cell, edge and word where the reader sees it.
window.drawnTable = (function () {
  "use strict";
  const NAME = "http://www.w3.org/2000/svg";

  function add(parent, kind, attributes, words) {
    const made = document.createElementNS(NAME, kind);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (words) made.textContent = words;
    return parent.appendChild(made);
  }

  function seenThrough(color) { return color === "transparent" || /[,/]\s*0\)$/.test(color); }

  function tenths(number) { return Math.round(number * 10) / 10; }

  function shape(element, origin, into) {
    const style = getComputedStyle(element), place = element.getBoundingClientRect();
    if (!place.width || !place.height || style.visibility === "hidden") return;
    const x = tenths(place.left - origin.left), y = tenths(place.top - origin.top);
    const wide = tenths(place.width), high = tenths(place.height), round = parseFloat(style.borderTopLeftRadius) || 0;
    const size = { x: x, y: y, width: wide, height: high, rx: Math.min(round, high / 2) };
    if (!seenThrough(style.backgroundColor)) add(into, "rect", Object.assign(size, { fill: style.backgroundColor }));
    const share = style.backgroundImage !== "none" && parseFloat(style.getPropertyValue("--p"));
    if (share) {
      const fill = style.getPropertyValue("--bar").trim();
      add(into, "rect", { x: x, y: y + high - 4, width: tenths(wide * share / 100), height: 4, fill: fill });
    }
    const sides = { Top: [x, y, x + wide, y], Right: [x + wide, y, x + wide, y + high],
      Bottom: [x, y + high, x + wide, y + high], Left: [x, y, x, y + high] };
    const edges = Object.keys(sides).filter(function (side) {
      return style["border" + side + "Style"] !== "none" && parseFloat(style["border" + side + "Width"]) > 0
        && !seenThrough(style["border" + side + "Color"]);
    });
    const line = function (side) {
      return { stroke: style["border" + side + "Color"], "stroke-width": parseFloat(style["border" + side + "Width"]), fill: "none" };
    };
    if (edges.length === 4) return add(into, "rect", Object.assign(size, line("Top")));
    edges.forEach(function (side) {
      const at = sides[side];
      add(into, "line", Object.assign({ x1: at[0], y1: at[1], x2: at[2], y2: at[3] }, line(side)));
    });
  }

  // A small drawing within a cell, such as a line of months: its shapes, where and as large as the reader sees them.
  function drawn(picture, origin, into) {
    const to = picture.getScreenCTM();
    if (!to || !picture.getBoundingClientRect().width) return;
    const moved = [to.a, to.b, to.c, to.d, to.e - origin.left, to.f - origin.top].map(function (one) {
      return Math.round(one * 1000) / 1000;
    });
    const group = add(into, "g", { transform: "matrix(" + moved.join(" ") + ")" });
    picture.querySelectorAll("line, polyline, path, rect, circle").forEach(function (one) {
      const style = getComputedStyle(one), made = one.cloneNode(false);
      ["fill", "stroke", "stroke-width", "vector-effect"].forEach(function (key) {
        made.setAttribute(key, style.getPropertyValue(key));
      });
      group.append(made);
    });
  }

  // The words of one text, line by line as they are broken on the page; a line that stands upright reads from below.
  function words(text, origin, into) {
    const style = getComputedStyle(text.parentElement), range = document.createRange(), lines = [];
    const upright = style.writingMode.startsWith("vertical");
    if (parseFloat(style.fontSize) < 1 || style.visibility === "hidden") return;
    for (const found of text.data.matchAll(/\S+/g)) {
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const place = range.getBoundingClientRect(), last = lines[lines.length - 1];
      if (place.width < 1) continue;
      if (last && Math.abs(upright ? last.place.left - place.left : last.place.top - place.top) < 3) last.said += " " + found[0];
      else lines.push({ place: place, said: found[0] });
    }
    lines.forEach(function (one) {
      const place = one.place;
      const x = tenths((upright ? place.left + place.width / 2 : place.left) - origin.left);
      const y = tenths((upright ? place.bottom : place.top + place.height / 2) - origin.top);
      const look = { x: x, y: y, dy: "0.35em", fill: style.color, "font-size": style.fontSize, "font-weight": style.fontWeight };
      if (upright) look.transform = "rotate(-90 " + x + " " + y + ")";
      add(into, "text", look, one.said);
    });
  }

  return function (table) {
    // What scrolls is drawn whole, from its beginning.
    const around = table.closest(".scroll"), scrolled = around ? around.scrollLeft : 0;
    if (around) around.scrollLeft = 0;
    const origin = table.getBoundingClientRect();
    const wide = Math.ceil(origin.width), high = Math.ceil(origin.height);
    const made = document.createElementNS(NAME, "svg");
    const size = { xmlns: NAME, viewBox: "0 0 " + wide + " " + high, width: wide, height: high };
    Object.keys(size).forEach(function (key) { made.setAttribute(key, size[key]); });
    made.setAttribute("font-family", getComputedStyle(table).fontFamily);
    add(made, "rect", { width: wide, height: high, fill: getComputedStyle(document.documentElement).getPropertyValue("--paper").trim() });
    (function walk(node) {
      if (node.nodeType === Node.TEXT_NODE) return words(node, origin, made);
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".sr-only, caption") || getComputedStyle(node).display === "none") return;
      if (node.localName === "svg") return drawn(node, origin, made);
      shape(node, origin, made);
      node.childNodes.forEach(walk);
    })(table);
    if (around) around.scrollLeft = scrolled;
    return made;
  };
})();
