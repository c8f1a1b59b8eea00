// The list of a person's chats: the last message of each, and how many are not read.

import { avatar, element, find } from "./element.js";
import { summary } from "./quote.js";
import { hash, state } from "./state.js";
import { short } from "./times.js";

export const name = (chat) => (chat.kind === "private" ? state.bot.first_name : chat.title);

export const face = (chat) =>
  chat.kind === "private" ? avatar(state.bot.id, state.bot.first_name, "bot") : avatar(chat.id, chat.title);

export function showChats() {
  const focused = document.activeElement?.closest("#chats a")?.getAttribute("href");
  find("chats").replaceChildren(...state.chats.map((chat) => element("li", {}, entry(chat))));
  if (focused) find("chats").querySelector(`[href="${focused}"]`)?.focus();
  const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}Atelier sandbox`;
}

function entry(chat) {
  const here = chat.id === state.chat?.id;
  return element(
    "a",
    { href: hash(state.person.id, chat.id), className: "chat", "aria-current": here ? "page" : null },
    face(chat),
    element(
      "span",
      { className: "line" },
      element("strong", { textContent: name(chat) }),
      chat.last ? element("time", { textContent: short(chat.last.date) }) : null,
    ),
    element(
      "span",
      { className: "line" },
      element("span", { className: "last", textContent: last(chat) }),
      badge(chat),
    ),
  );
}

function last(chat) {
  if (chat.closed) return chat.kind === "private" ? "You blocked the bot" : "The bot is not here";
  if (!chat.last) return "No messages yet";
  const own = chat.last.from.id === state.person.id;
  const who = own ? "You: " : chat.kind === "private" ? "" : `${chat.last.from.name}: `;
  return who + summary(chat.last).split("\n")[0];
}

const badge = ({ unread }) =>
  unread
    ? element(
        "span",
        { className: "badge", "aria-label": `${unread} unread` },
        unread > 99 ? "99+" : String(unread),
      )
    : null;
