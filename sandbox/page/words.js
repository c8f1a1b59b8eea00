// A message's text with its entities as elements.

import { element } from "./element.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

// Only these open: an address such as "javascript:" must stay text.
export const safe = (address) => (/^(https?|tg):\/\//i.test(address ?? "") ? address : null);

export function words(text, entities, { command }) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, ordered, 0, text.length, command);
}

// Entities stand within one another; one that only overlaps another loses the part beyond it.
function piece(text, entities, start, end, command) {
  const nodes = [];
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const last = Math.min(end, entity.offset + entity.length);
    if (entity.offset < at || last <= entity.offset) continue;
    nodes.push(...plain(text.slice(at, entity.offset), nodes.at(-1)));
    nodes.push(
      wrapped(
        entity,
        piece(text, entities, entity.offset, last, command),
        text.slice(entity.offset, last),
        command,
      ),
    );
    at = last;
  }
  nodes.push(...plain(text.slice(at, end), nodes.at(-1)));
  return nodes;
}

// A block ends its line by itself.
const plain = (text, before) => {
  const shown = before?.dataset?.block === undefined ? text : text.replace(/^\n/, "");
  return shown ? [document.createTextNode(shown)] : [];
};

function wrapped(entity, inside, text, command) {
  const { type } = entity;
  const address = type === "text_link" ? safe(entity.url) : type === "url" ? safe(text) : null;
  if (address) return element("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, inside);
  if (type === "bot_command")
    return element("button", { type: "button", className: "command", onclick: () => command(text) }, inside);
  if (type === "spoiler") return spoiler(inside);
  if (BLOCKS.includes(type)) return block(type, inside);
  return element(TAGS[type] ?? "span", { className: type }, inside);
}

function block(type, inside) {
  if (type === "pre") return element("pre", { "data-block": "" }, element("code", {}, inside));
  const quote = element("blockquote", { className: type, "data-block": "" }, inside);
  if (type === "expandable_blockquote") quote.onclick = () => quote.classList.toggle("open");
  return quote;
}

function spoiler(inside) {
  const hidden = element("span", { className: "hidden-words" }, inside);
  hidden.inert = true;
  const cover = element(
    "span",
    { className: "spoiler", role: "button", tabIndex: 0, "aria-label": "Hidden text: show" },
    hidden,
  );
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    cover.replaceWith(
      element("span", { className: "spoiler shown" }, hidden.childNodes.length ? [...hidden.childNodes] : []),
    );
  };
  cover.onclick = cover.onkeydown = show;
  return cover;
}
