/* A drawn time line begins where today is, and is given as a file: its table as CSV, its drawing as SVG or PNG. */
import { cell, csvOf, give, pngOf, svgOf } from "./made_files.js";

const links = document.getElementById("as-file");
const sheets = [...document.querySelectorAll("svg.time-line")];
const drawn = () => sheets.find((one) => one.getBoundingClientRect().width > 0);

/* A narrow window shows a part of the sheet: that around today, with a third of it before. */
for (const box of document.querySelectorAll(".scroll:has(> svg.time-line)")) {
  const now = box.querySelector("line.now");
  if (now && box.scrollWidth > box.clientWidth) box.scrollLeft = now.x1.baseVal.value - box.clientWidth / 3;
}

/* There the names go along, so that each bar says whose it is wherever the sheet stands. */
for (const box of document.querySelectorAll(".scroll.on-phone")) {
  const names = box.querySelectorAll("text.name, text.at-start");
  const follow = () => names.forEach((one) => one.setAttribute("x", Math.max(0, box.scrollLeft) + 6));
  box.addEventListener("scroll", follow, { passive: true });
  follow();
}

const LOOKS = [
  "fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor",
];
const SVG = "http://www.w3.org/2000/svg";

/* Outside of the page there is no style sheet: every piece carries how it looks, and the patterns come along. */
function alone() {
  const svg = drawn();
  const copy = svg.cloneNode(true);
  const patterns = document.querySelector("svg.patterns defs");
  const pieces = (one) => [...one.querySelectorAll("text, rect, line, path, circle")];
  const dress = (from, to) => {
    const onto = pieces(to);
    pieces(from).forEach((one, at) => {
      const style = getComputedStyle(one);
      for (const name of LOOKS) onto[at].setAttribute(name, style.getPropertyValue(name).replaceAll('"', ""));
      onto[at].removeAttribute("class");
    });
  };
  dress(svg, copy);
  const defs = patterns.cloneNode(true);
  dress(patterns, defs);
  const paper = document.createElementNS(SVG, "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(defs, paper);
  copy.querySelectorAll("a").forEach((one) => one.replaceWith(...one.childNodes));
  copy.setAttribute("xmlns", SVG);
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/* Each line names its partner, also where the table names it once for several. */
function csv(table) {
  let partner = "";
  return [...table.rows].map((row) => {
    const cells = [...row.cells].map((one) => (one.dataset.text ?? one.textContent).replace(/\s+/g, " ").trim());
    const heads = table.rows[0].cells.length;
    if (cells.length === heads) [partner] = cells;
    return (cells.length === heads ? cells : [partner, ...cells]).map(cell).join(",");
  }).join("\r\n");
}

async function png() {
  const { text, width, height } = alone();
  return pngOf(text, width, height);
}

const FILES = { csv: () => csvOf(csv(document.getElementById("the-same"))), svg: () => svgOf(alone().text), png };

if (links) {
  links.hidden = false;
  links.addEventListener("click", async (event) => {
    const kind = event.target.dataset.as;
    if (kind in FILES) give(`agreements.${kind}`, await FILES[kind]());
  });
}
