// What the bot is doing just now, as it says so: for five seconds, or until a message comes.

import { find } from "./element.js";
import { state } from "./state.js";

const SHOWN = 5000; // milliseconds, as in Telegram
const WORDS = {
  typing: "is typing",
  upload_photo: "is sending a photo",
  upload_document: "is sending a file",
  record_video: "is recording a video",
  upload_video: "is sending a video",
  choose_sticker: "is choosing a sticker",
};

export function acting(action) {
  clearTimeout(acting.timer);
  find("action").hidden = !action;
  find("subtitle").hidden = Boolean(action);
  if (!action) return;
  find("action").firstElementChild.textContent =
    `${state.bot.first_name} ${WORDS[action] ?? action.replaceAll("_", " ")}`;
  acting.timer = setTimeout(() => acting(null), SHOWN);
}
