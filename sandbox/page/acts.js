// What a person can do with a message: answer, change, take away, look, press what stands under it.

import { remove } from "./api.js";
import { face, name } from "./chats.js";
import * as composer from "./composer.js";
import { find } from "./element.js";
import { pay, press } from "./keyboard.js";
import { say } from "./letters.js";
import { jump, look } from "./log.js";
import { openMenu } from "./menu.js";
import { go, state } from "./state.js";
import { toast, told } from "./toast.js";
import { view } from "./viewer.js";

const text = (item) => item.messages.map((one) => one.text ?? one.caption).find(Boolean);

function more(item, opener) {
  const [message] = item.messages;
  const mine = message.from.id === state.person.id;
  const worded = item.messages.find((one) => one.text ?? one.caption) ?? message;
  openMenu(opener, "Message", [
    { text: "Reply", mark: "reply", act: () => composer.reply(message) },
    mine ? { text: "Edit", mark: "edit", act: () => composer.edit(worded) } : null,
    text(item) ? { text: "Copy text", mark: "copy", act: told(() => copied(text(item))) } : null,
    { text: "Delete", mark: "delete", danger: true, act: told(() => gone(item)) },
  ]);
}

async function copied(words) {
  await navigator.clipboard.writeText(words);
  toast("Copied.");
}

async function gone(item) {
  for (const one of item.messages) await remove(`chats/${one.chat_id}/messages/${one.id}`);
  await look();
  find("text").focus();
}

async function use(message, button, opener) {
  if (button.data !== null) return press(message, button.data);
  if (button.copy !== null) return copied(button.copy);
  if (button.pay) return pay(message);
  if (!button.switch) return toast("This button does nothing here.");
  const begun = `@${state.bot.username} ${button.switch.query}`;
  if (button.switch.to === "here" || state.chats.length < 2) return composer.begin(begun);
  return openMenu(
    opener,
    "Send to",
    state.chats.map((chat) => ({ text: name(chat), picture: face(chat), act: () => elsewhere(chat, begun) })),
  );
}

function elsewhere(chat, begun) {
  composer.keep(chat, begun);
  if (chat.id === state.chat.id) return composer.begin(begun);
  return go({ chat: chat.id });
}

export const acts = {
  more,
  view,
  jump: told(jump),
  use: (message, button, opener) => told(() => use(message, button, opener))(),
  command: told(say),
  read: () => {},
  go,
};
