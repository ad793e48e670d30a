/* Files that a page makes of what it shows: one guard for all their cells, one way to draw and to hand over. */
const FORMULA = /^'*[=+@\t\r-]/;
const NUMBER = /^-?[\d.,]+( %)?$/;

/* No cell is taken for a formula by a spreadsheet; what is below zero is a number. */
export function cell(text) {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function give(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const csvOf = (text) => new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" });
export const svgOf = (text) => new Blob([text], { type: "image/svg+xml" });

/* On white, twice as large as it stands: it is printed, too. */
export async function pngOf(text, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, height * 2];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
