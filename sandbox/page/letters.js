// What is sent: one letter after the other, in the order in which they were written.

import { post, send } from "./api.js";
import { state } from "./state.js";

let sending = Promise.resolve();

export function dispatch(letter) {
  sending = sending.catch(() => null).then(() => sent(letter));
  return sending;
}

async function sent({ words, files, kind, reply, edit, chat, topic }) {
  const person_id = state.person.id;
  if (edit) return post(`chats/${chat}/messages/${edit}/edit`, { person_id, text: words });
  const told = { person_id, text: words, reply_to: reply, thread_id: topic };
  if (!files.length) return send(chat, told, []);
  for (const album of files)
    await send(chat, { ...told, kind, text: album === files[0] ? words : "" }, album);
}

export const say = (words) =>
  send(state.chat.id, { person_id: state.person.id, text: words, thread_id: state.topic }, []);
