// Files that are chosen, dropped or pasted, and how they are to be sent.

import { element, find, icon } from "./element.js";
import { size } from "./times.js";

const KINDS = [
  ["photo", "Photo", (type) => type.startsWith("image/")],
  ["video", "Video", (type) => type.startsWith("video/")],
  ["animation", "GIF", (type) => type.startsWith("video/") || type === "image/gif"],
  ["sticker", "Sticker", (type) => ["image/webp", "video/webm"].includes(type)],
  ["document", "File", () => true],
];
const MOST = 10; // files of one album

let files = [];

export const chosen = () => files;

export const kind = () => find("kind").value;

export function add(more) {
  const fits = [...more].filter((file) => file.size > 0);
  if (!fits.length) return;
  files = [...files, ...fits];
  show();
  find("text").focus();
}

export function clear() {
  files = [];
  show();
}

// Ten at most make an album; the rest follows as another one.
export function albums() {
  const found = [];
  for (let at = 0; at < files.length; at += MOST) found.push(files.slice(at, at + MOST));
  return found;
}

function show() {
  for (const image of find("tray-files").querySelectorAll("img")) URL.revokeObjectURL(image.src);
  find("tray").hidden = !files.length;
  find("tray-files").replaceChildren(...files.map(entry));
  const kept = find("kind").value;
  const possible = KINDS.filter(([, , fits]) => files.every((file) => fits(file.type)));
  find("kind").replaceChildren(...possible.map(([value, text]) => new Option(text, value)));
  if (possible.some(([value]) => value === kept)) find("kind").value = kept;
  if (files.length > 1) find("tray-count").textContent = `${files.length} files, as an album of`;
  else find("tray-count").textContent = "Send as";
}

function entry(file) {
  const preview = file.type.startsWith("image/")
    ? element("img", { src: URL.createObjectURL(file), alt: "" })
    : icon("file");
  const drop = () => {
    files = files.filter((one) => one !== file);
    show();
    find("text").focus();
  };
  return element(
    "li",
    {},
    preview,
    element("span", { textContent: `${file.name} · ${size(file.size)}` }),
    element(
      "button",
      { type: "button", "aria-label": `Do not send ${file.name}`, onclick: drop },
      icon("close"),
    ),
  );
}

export function watch() {
  find("files").onchange = () => {
    add(find("files").files);
    find("files").value = "";
  };
  find("attach").onclick = () => find("files").click();
  find("composer").onpaste = (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  };
  dropping(find("conversation"));
}

function dropping(zone) {
  let depth = 0; // dragenter and dragleave come for each element inside, too
  const shown = (change) => {
    depth = Math.max(0, depth + change);
    find("drop").hidden = depth === 0;
  };
  zone.ondragenter = (event) => event.dataTransfer.types.includes("Files") && shown(1);
  zone.ondragleave = (event) => event.dataTransfer.types.includes("Files") && shown(-1);
  zone.ondragover = (event) => event.preventDefault();
  zone.ondrop = (event) => {
    event.preventDefault();
    shown(-depth);
    add(event.dataTransfer.files);
  };
}
