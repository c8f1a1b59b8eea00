// Where a person writes: a text or a caption, an answer to a message, or another text for an own one.

import * as attachments from "./attachments.js";
import * as commands from "./commands.js";
import { find } from "./element.js";
import * as inline from "./inline.js";
import { dispatch } from "./letters.js";
import { lastOwn, look, message as known } from "./log.js";
import { summary } from "./quote.js";
import { state } from "./state.js";
import { told } from "./toast.js";

let about = { reply: null, edit: null };
let place = null; // the chat that is written in: each keeps what was begun there
const begun = new Map();

const text = () => find("text");

export function enter() {
  if (place) begun.set(place, text().value);
  place = `${state.person.id}/${state.chat.id}`;
  about = { reply: null, edit: null };
  text().value = begun.get(place) ?? "";
  attachments.clear();
  inline.typed(text().value);
  show();
}

export function reply(message) {
  about = { reply: message.id, edit: null };
  show();
  text().focus();
}

export function edit(message) {
  about = { reply: null, edit: message.id };
  attachments.clear();
  text().value = message.text ?? message.caption ?? "";
  show();
  text().focus();
}

function show() {
  const message = known(about.edit ?? about.reply);
  find("about").hidden = !message;
  find("composer").classList.toggle("editing", about.edit !== null);
  if (message) {
    find("about-title").textContent = about.edit ? "Edit your message" : `Reply to ${message.from.name}`;
    find("about-words").textContent = summary({
      words: message.text ?? message.caption ?? "",
      kind: message.media?.kind,
    });
  }
  grow();
}

function forget() {
  if (about.edit) text().value = "";
  about = { reply: null, edit: null };
  show();
}

function grow() {
  text().style.height = "auto";
  text().style.height = `${Math.min(text().scrollHeight, 160)}px`;
}

// What stands in the field is taken out at once, so that the next words can be written meanwhile.
function taken() {
  const letter = {
    words: text().value.trim(),
    files: attachments.albums(),
    kind: attachments.kind(),
    ...about,
  };
  if (!letter.words && !letter.files.length) return null;
  Object.assign(letter, { chat: state.chat.id, topic: state.topic });
  commands.hide();
  about = { reply: null, edit: null };
  text().value = "";
  attachments.clear();
  show();
  return letter;
}

async function deliver(letter) {
  try {
    await dispatch(letter);
  } catch (error) {
    if (!text().value) back(letter);
    throw error;
  }
  await look();
}

// What was refused can be changed and sent again.
function back({ words, files, reply, edit }) {
  text().value = words;
  attachments.add(files.flat());
  about = { reply, edit };
  show();
}

// Words that wait in another chat.
export const keep = (chat, words) => begun.set(`${state.person.id}/${chat.id}`, words);

export function begin(words) {
  text().value = words;
  grow();
  text().focus();
  inline.typed(words);
}

function key(event) {
  if (commands.key(event)) return;
  if (event.key === "Escape") {
    inline.hide();
    forget();
  }
  if (event.key === "ArrowUp" && !text().value && lastOwn()) {
    event.preventDefault();
    edit(lastOwn());
  }
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  find("composer").requestSubmit();
}

export function watch() {
  find("composer").onsubmit = told(async () => {
    const letter = taken();
    if (letter) await deliver(letter);
  });
  text().onkeydown = key;
  text().oninput = () => {
    grow();
    if (!inline.typed(text().value)) commands.match(text().value);
  };
  find("about-close").onclick = () => {
    forget();
    text().focus();
  };
  // A command answers what is answered, and stands under the files that wait, as typed words do.
  commands.watch(
    told(async (command) => {
      text().value = command;
      await deliver(taken());
    }),
  );
  inline.watch(() => {
    text().value = "";
    grow();
    text().focus();
  });
  attachments.watch();
}
