// One message as an element. Whatever people or the bot wrote goes in as text, never as markup.

import { media } from "./api.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code",
  blockquote: "q", expandable_blockquote: "q", spoiler: "span",
};
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

export function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Only these open: an address such as "javascript:" must stay text.
const safe = (address) => (/^(https?|tg):\/\//i.test(address ?? "") ? address : null);

function formatted(text, entities) {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of entities) cuts.add(offset).add(offset + length);
  const places = [...cuts].filter((cut) => cut <= text.length).sort((a, b) => a - b);
  return places.slice(1).map((end, place) => {
    const start = places[place];
    const around = entities.filter((one) => one.offset <= start && one.offset + one.length >= end);
    return around.reduceRight((inside, one) => wrapped(inside, one), document.createTextNode(text.slice(start, end)));
  });
}

function wrapped(inside, entity) {
  const address = entity.type === "text_link" ? safe(entity.url) : entity.type === "url" ? safe(inside.textContent) : null;
  if (address) return element("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, inside);
  if (!TAGS[entity.type]) return inside;
  return element(TAGS[entity.type], { className: entity.type }, inside);
}

function carried(message) {
  if (!message.media) return null;
  const { kind, mime, name, width, height, bytes } = message.media;
  const size = width ? `${width}×${height}, ` : "";
  const label = `${name ?? "Photo"} (${size}${Math.ceil(bytes / 1024)} KB)`;
  const link = element("a", { href: media(message), target: "_blank", textContent: label });
  if (!PICTURES.includes(mime)) return link;
  const picture = element("img", { src: media(message), alt: label });
  if (width) Object.assign(picture, { width, height });
  return kind === "photo" ? picture : element("div", {}, picture, link);
}

function keyboard(message, press) {
  return message.buttons.map((row) =>
    element("div", { className: "row" }, ...row.map((button) => {
      if (safe(button.url)) return element("a", { href: button.url, target: "_blank", rel: "noreferrer noopener", textContent: button.text });
      return element("button", { type: "button", textContent: button.text, disabled: button.data === null, onclick: () => press(button.data) });
    })),
  );
}

function quote(replied) {
  if (!replied) return null;
  const words = replied.text || replied.caption || (replied.media ? replied.media.name ?? "Photo" : "");
  return element("div", { className: "quote", textContent: `${replied.from.name}: ${words}` });
}

function meta(message, reply) {
  const time = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const edits = message.edits ? ` · edited ${message.edits}×` : "";
  const line = element("div", { className: "meta" }, `${message.from.name} · ${time}${edits}`);
  for (const reaction of message.reactions) line.append(element("span", { textContent: reaction, title: "the bot's reaction" }));
  line.append(element("button", { type: "button", textContent: "Reply", onclick: reply }));
  return line;
}

export function drawn(message, { replied, mine, press, reply }) {
  const words = message.text ?? message.caption ?? "";
  const text = words ? element("p", { className: "words" }, ...formatted(words, message.entities)) : null;
  const bubble = element("div", { className: "bubble" }, quote(replied), carried(message), text, meta(message, reply));
  const made = element("article", { className: mine ? "message mine" : "message" }, bubble, ...keyboard(message, press));
  made.dataset.id = message.id;
  return made;
}
