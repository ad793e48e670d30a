/* A photo is made smaller before it leaves the device: it goes through on a weak line, and where it was taken stays out. */
const MOST_PIXELS = 2000;
const LARGE = 600_000;

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.type === "image/png" || file.size < LARGE) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
  return content && content.size < file.size ? new File([content], name, { type: "image/jpeg" }) : file;
}

/* What cannot be drawn here is sent as it is; the server says what it thinks of it. */
export async function shrink(field) {
  const files = await Promise.all([...field.files].map((file) => smaller(file).catch(() => file)));
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  field.files = chosen.files;
}

export function shrinkPhotos(page) {
  page.querySelectorAll("input[type=file][data-photo]").forEach((field) => {
    field.addEventListener("change", () => shrink(field));
  });
}
