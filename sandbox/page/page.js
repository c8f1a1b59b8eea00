// The chat page: who writes, in which chat, and what it shows; it follows the sandbox's events.

import { get, post, send } from "./api.js";
import { drawn, element } from "./message.js";

const find = (id) => document.getElementById(id);
const state = { people: [], chats: [], person: null, chat: null, messages: new Map(), change: 0, replyTo: null };

function toast(text) {
  find("toast").textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (find("toast").textContent = ""), 4000);
}

// Every handler that talks to the sandbox: a refusal is shown, not lost.
const told = (work) => (event) => {
  event?.preventDefault?.();
  return work(event).catch((error) => toast(error.message));
};

async function loadRooms() {
  [state.people, state.chats] = [await get("people"), await get("chats")];
  if (!state.people.length) {
    await post("people", { first_name: "Anna", language_code: navigator.language.slice(0, 2) });
    return loadRooms();
  }
  const kept = Number(localStorage.getItem("person"));
  state.person = state.people.find((one) => one.id === (state.person?.id ?? kept)) ?? state.people.at(-1);
  const mine = state.chats.filter((chat) => chat.kind !== "private" || chat.id === state.person.id);
  const chat = mine.find((one) => one.id === state.chat?.id) ?? mine.find((one) => one.id === state.person.id);
  const options = (list, chosen, name) =>
    list.map((one) => element("option", { value: one.id, textContent: name(one), selected: one.id === chosen.id }));
  find("person").replaceChildren(...options(state.people, state.person, (one) => one.first_name));
  find("chat").replaceChildren(...options(mine, chat, (one) => (one.kind === "private" ? "private chat" : one.title)));
  enter(chat);
}

function enter(chat) {
  if (state.chat?.id !== chat.id) {
    Object.assign(state, { messages: new Map(), change: 0 });
    find("log").replaceChildren();
    answer(null);
  }
  state.chat = chat;
  find("topic").hidden = !chat.topics.length;
  find("topic").replaceChildren(...chat.topics.map((one) => element("option", { value: one.id, textContent: one.title })));
  find("block").setAttribute("aria-pressed", chat.closed);
  find("block").textContent = chat.closed ? "Unblock the bot" : "Block the bot";
  return look();
}

async function look() {
  const chat = state.chat;
  const seen = await get(`chats/${chat.id}/messages?since=${state.change}`);
  if (chat.id !== state.chat.id || seen.change < state.change) return;
  state.change = seen.change;
  const log = find("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  for (const id of seen.deleted) remove(id);
  for (const message of seen.messages) place(message);
  if (!state.messages.size) log.replaceChildren(element("button", { id: "start", type: "button", textContent: "Send /start", onclick: told(start) }));
  else find("start")?.remove();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function remove(id) {
  state.messages.delete(id);
  find("log").querySelector(`[data-id="${id}"]`)?.remove();
}

function place(message) {
  state.messages.set(message.id, message);
  const shown = drawn(message, {
    replied: state.messages.get(message.reply_to),
    mine: message.from.id === state.person.id,
    press: (data) => told(() => press(message, data))(),
    reply: () => answer(message),
  });
  const log = find("log");
  const before = log.querySelector(`[data-id="${message.id}"]`);
  if (!before) return log.append(shown);
  const focused = [...before.querySelectorAll("button")].indexOf(document.activeElement);
  before.replaceWith(shown);
  if (focused >= 0) shown.querySelectorAll("button")[focused]?.focus(); // an edit must not steal the keyboard's place
}

function answer(message) {
  state.replyTo = message?.id ?? null;
  find("replying").hidden = !message;
  find("replying").firstElementChild.textContent = message ? `Replying to: ${(message.text ?? message.caption ?? "photo").slice(0, 60)}` : "";
  if (message) find("text").focus();
}

const start = () => post(`chats/${state.chat.id}/messages`, { person_id: state.person.id, text: "/start" });

const press = (message, data) =>
  post(`chats/${state.chat.id}/messages/${message.id}/press`, { person_id: state.person.id, data });

async function write() {
  const [photos, documents] = [[...find("photos").files], [...find("documents").files]];
  const words = { person_id: state.person.id, text: find("text").value, reply_to: state.replyTo, thread_id: find("topic").value || null };
  if (photos.length) await send(state.chat.id, words, photos);
  if (documents.length) await send(state.chat.id, { ...words, kind: "document", text: photos.length ? "" : words.text }, documents);
  if (!photos.length && !documents.length) await send(state.chat.id, words, []);
  find("composer").reset();
  marked();
  answer(null);
}

function marked() {
  for (const label of document.querySelectorAll(".file")) {
    label.classList.toggle("chosen", label.querySelector("input").files.length > 0);
  }
}

async function heard(event) {
  if (event.chat_id !== state.chat?.id) return event.message_id ? null : loadRooms();
  if (event.press) return answeredPress(await get(`presses/${event.press}`));
  if (event.action) return doing(event.action);
  return event.message_id ? look() : loadRooms();
}

function doing(action) {
  find("action").textContent = `the bot: ${action.replaceAll("_", " ")}…`;
  clearTimeout(doing.timer);
  doing.timer = setTimeout(() => (find("action").textContent = ""), 5000);
}

function answeredPress(press) {
  if (press.person_id !== state.person.id || !press.answer) return;
  if (!press.alert) return toast(press.answer);
  find("alert").querySelector("p").textContent = press.answer;
  find("alert").showModal();
}

find("composer").onsubmit = told(write);
find("composer").onchange = marked;
find("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) find("composer").requestSubmit(), event.preventDefault();
  if (event.key === "Escape") answer(null);
};
find("not-replying").onclick = () => answer(null);
find("person").onchange = told(async () => {
  localStorage.setItem("person", find("person").value);
  Object.assign(state, { person: { id: Number(find("person").value) }, chat: null });
  await loadRooms();
});
find("chat").onchange = told(async () => enter(state.chats.find((one) => one.id === Number(find("chat").value))));
find("block").onclick = told(async () => {
  await post(`people/${state.person.id}/block`, { chat_id: state.chat.id, blocked: !state.chat.closed });
  await loadRooms();
});
find("new-person").onsubmit = told(async (event) => {
  state.person = await post("people", Object.fromEntries(new FormData(event.target)));
  localStorage.setItem("person", state.person.id);
  state.chat = null;
  await loadRooms();
});
find("new-group").onsubmit = told(async (event) => {
  const form = new FormData(event.target);
  const topics = form.get("topics").split("\n").filter((line) => line.trim());
  state.chat = await post("chats", { title: form.get("title"), topics });
  await loadRooms();
});

const events = new EventSource("sandbox/events");
events.onmessage = (event) => told(() => Promise.resolve(heard(JSON.parse(event.data))))();
events.onopen = told(loadRooms); // also after a lost connection: what was missed is asked for
