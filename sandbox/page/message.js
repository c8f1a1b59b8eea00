// One item of the log as an element. Whatever people or the bot wrote goes in as text, never as markup.

import { avatar, element, icon } from "./element.js";
import { keyboard } from "./keyboard.js";
import { described, file, moving, pictured, visual } from "./media.js";
import { quote, summary } from "./quote.js";
import { isLine, serviceWords } from "./service.js";
import { state } from "./state.js";
import { clock, exact } from "./times.js";
import { words } from "./words.js";

const written = (message) => message.text ?? message.caption ?? "";

export function drawn(item, before, acts) {
  const [message] = item.messages;
  if (isLine(message)) return line(message);
  const mine = message.from.id === state.person.id;
  const made = element("article", {
    className: classes(item, mine),
    tabIndex: -1,
    "aria-label": spoken(item),
    "data-id": message.id,
  });
  if (!mine && state.chat.kind !== "private") made.append(face(message));
  made.append(
    element(
      "div",
      { className: "column" },
      bubble(item, before, mine, acts),
      keyboard(message, (button, opener) => acts.use(message, button, opener)),
      reactions(item),
    ),
    more(item, acts),
  );
  return made;
}

function classes(item, mine) {
  const bare = item.messages[0].media?.kind === "sticker" ? "bare" : "";
  return ["message", mine ? "mine" : "", item.first ? "first" : "", item.last ? "last" : "", bare]
    .filter(Boolean)
    .join(" ");
}

const face = ({ from }) => avatar(from.id, from.name, from.bot ? "bot" : "person");

function bubble(item, before, mine, acts) {
  const [message] = item.messages;
  const told = item.messages.find(written) ?? message;
  const text = written(told);
  const named = item.first && !mine && state.chat.kind !== "private";
  const made = element(
    "div",
    { className: "bubble" },
    named
      ? element("div", {
          className: `sender hue-${Math.abs(message.from.id) % 8}`,
          textContent: message.from.name,
        })
      : null,
    via(message),
    topicOf(message, item),
    quote(message, acts.jump),
    carried(item, before, acts),
    invoice(message),
    text ? element("div", { className: "words", dir: "auto" }, words(text, told.entities, acts)) : null,
    meta(item.messages.at(-1), item),
  );
  const shown = made.querySelector(".visuals");
  if (shown) made.classList.add("pictured");
  if (shown && !text) made.classList.add("wordless");
  return made;
}

const via = (message) =>
  message.via_bot ? element("div", { className: "via", textContent: `via @${state.bot.username}` }) : null;

function topicOf(message, item) {
  const title =
    item.first && !state.topic && state.chat.topics.find((one) => one.id === message.thread_id)?.title;
  return title ? element("div", { className: "topic", textContent: `# ${title}` }) : null;
}

function carried(item, before, acts) {
  const messages = item.messages.filter((one) => one.media);
  if (!messages.length) return null;
  const seen = messages.filter((one) => pictured(one) || moving(one));
  const kept = messages.filter((one) => !seen.includes(one));
  const visuals = seen.map((one) => visual(one, previous(before, one), () => acts.view(one)));
  const album = visuals.length > 1 ? ` album many-${Math.min(visuals.length, 10)}` : "";
  const frame = visuals.length ? element("div", { className: `visuals${album}` }, visuals) : null;
  if (frame) frame.style.width = visuals.length > 1 ? "432px" : visuals[0].style.width;
  return [frame, ...kept.map(file)].filter(Boolean);
}

const previous = (before, message) => [
  ...(before?.querySelectorAll(`.visual[data-id="${message.id}"] > *`) ?? []),
];

function invoice({ service }) {
  if (!service?.invoice) return null;
  const { title, description, total_amount: price } = service.invoice;
  return element(
    "div",
    { className: "invoice" },
    element("strong", { textContent: title }),
    element("span", { textContent: description }),
    element("b", { textContent: `⭐ ${price}` }),
  );
}

function meta(message, item) {
  const edited = item.messages.some((one) => one.edits) ? element("span", { textContent: "edited" }) : null;
  const time = element("time", {
    dateTime: new Date(message.date * 1000).toISOString(),
    title: exact(message.date),
    textContent: clock(message.date),
  });
  return element("div", { className: "meta" }, edited, time);
}

function reactions(item) {
  const all = item.messages.flatMap((one) => one.reactions);
  if (!all.length) return null;
  return element(
    "div",
    { className: "reactions" },
    all.map((one) =>
      element("span", {
        role: "img",
        "aria-label": `Reaction ${one}`,
        title: `${state.bot.first_name} reacted`,
        textContent: one,
      }),
    ),
  );
}

const more = (item, acts) =>
  element(
    "button",
    {
      type: "button",
      className: "more",
      "aria-label": "What to do with this message",
      "aria-haspopup": "menu",
      "data-key": "more",
      onclick: (event) => acts.more(item, event.currentTarget),
    },
    icon("more"),
  );

const line = (message) =>
  element("p", { className: "service", textContent: serviceWords(message.service), "data-id": message.id });

export function spoken(item) {
  const [message] = item.messages;
  if (isLine(message)) return serviceWords(message.service);
  const what = item.messages
    .filter((one) => one.media)
    .map(described)
    .join(", ");
  const brief = summary({ words: written(item.messages.find(written) ?? message), kind: null });
  return [`${message.from.name}, ${clock(message.date)}`, what, brief].filter(Boolean).join(": ");
}
