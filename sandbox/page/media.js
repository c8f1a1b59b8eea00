// What a message carries: a picture that may grow while it is painted, a moving one, or a file to keep.

import { address } from "./api.js";
import { element, icon } from "./element.js";
import { size } from "./times.js";

const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"];
const MOVING = ["video/mp4", "video/webm"];
const WIDEST = 432; // CSS pixels
const HIGHEST = 440;
const STICKER = 176;
const FADED = 400; // milliseconds; longer than the style sheet's fade

export const pictured = ({ media }) =>
  Boolean(media) && PICTURES.includes(media.mime) && media.kind !== "document";

export const moving = ({ media }) =>
  Boolean(media) && MOVING.includes(media.mime) && media.kind !== "document";

export function described({ media }) {
  const shape = media.width ? `${media.width}×${media.height}, ` : "";
  return `${media.name ?? "Photo"} (${shape}${size(media.bytes)})`;
}

// The place on the page is reserved before the bytes are there, so that nothing jumps.
function box({ media }) {
  const [width, height] = [media.width ?? 320, media.height ?? 240];
  const most = media.kind === "sticker" ? STICKER : WIDEST;
  const scale = Math.min(most / width, Math.min(most, HIGHEST) / height, Math.max(1, 120 / width));
  return { width: Math.round(width * scale), ratio: `${width} / ${height}` };
}

export function visual(message, before, view) {
  const { media } = message;
  const made = moving(message) ? film(message, before) : picture(message, before);
  const { width, ratio } = box(message);
  const frame = element(
    moving(message) && media.kind === "video" ? "div" : "button",
    {
      className: `visual ${media.kind}`,
      type: "button",
      "data-id": message.id,
      "data-key": `media${message.id}`,
    },
    made,
  );
  frame.style.width = `${width}px`;
  frame.style.aspectRatio = ratio;
  frame.setAttribute("aria-label", `Open ${described(message)}`);
  if (frame.tagName === "BUTTON") frame.onclick = () => view(message);
  return frame;
}

function film(message, before) {
  const source = address(message);
  if (before.some((one) => one.getAttribute("src") === source)) return before;
  const looped = message.media.kind !== "video";
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const how = {
    muted: looped,
    loop: looped,
    autoplay: looped && !still,
    controls: !looped,
    playsInline: true,
  };
  return [element("video", { src: source, ...how, "aria-label": described(message) })];
}

// The picture that stands there stays until the next one can be shown: no white between two states.
function picture(message, before) {
  const source = address(message);
  if (before.some((one) => one.getAttribute("src") === source)) return before;
  const shown = before.filter((one) => one.complete && one.naturalWidth).at(-1);
  const next = element("img", { src: source, alt: described(message), draggable: false });
  if (!shown) return [next];
  shown.className = "";
  next.className = "coming";
  const arrived = () => {
    next.classList.add("come");
    setTimeout(() => shown.remove(), FADED);
  };
  next.decode().then(arrived, arrived);
  return [shown, next];
}

// A small picture of it; null where it is none.
export const thumbnail = (message) =>
  PICTURES.includes(message.media.mime)
    ? element("img", { src: address(message), alt: "", loading: "lazy" })
    : null;

export function file(message) {
  const { media } = message;
  const thumb = thumbnail(message) ?? icon("file");
  const shape = media.width ? `${media.width}×${media.height} · ` : "";
  return element(
    "a",
    {
      className: "file",
      href: address(message),
      download: media.name ?? "photo.jpg",
      "data-id": message.id,
      "data-key": `file${message.id}`,
    },
    element("span", { className: "thumb" }, thumb),
    element(
      "span",
      {},
      element("strong", { textContent: media.name ?? "photo.jpg" }),
      element("small", { textContent: shape + size(media.bytes) }),
    ),
    element("span", { className: "sr", textContent: " Download" }),
    icon("download"),
  );
}
