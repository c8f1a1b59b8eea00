// Who looks, at which chat and topic: kept in the address, so that two windows may be two people.

import { get, post } from "./api.js";
import { marks } from "./marks.js";

export const state = { bot: null, people: [], chats: [], person: null, chat: null, topic: null };

// #person/chat/topic
const told = () => location.hash.slice(1).split("/").map(Number);

export function hash(person, chat, topic) {
  return `#${[person, chat, topic].filter(Boolean).join("/")}`;
}

export function go({ person = state.person.id, chat = null, topic = null }) {
  location.hash = hash(person, chat, topic);
}

async function wanted(id) {
  const { people } = await get("page/rooms");
  const kept = Number(localStorage.getItem("person"));
  const person =
    people.find((one) => one.id === id) ?? people.find((one) => one.id === kept) ?? people.at(-1);
  if (person) return person.id;
  const language = navigator.language.slice(0, 2);
  return (await post("people", { first_name: "Anna", language_code: language })).id;
}

// Ask who and what is there, one after the other, so that no late answer undoes a younger one.
export function refresh() {
  turn = turn.then(ask, ask);
  return turn;
}

let turn = Promise.resolve();

// On a wide window some chat is always open, on a narrow one the list may be.
async function ask() {
  const address = location.hash;
  const [person, chat, topic] = told();
  const known = state.people.some((one) => one.id === person);
  const id = known ? person : await wanted(person);
  const read = JSON.stringify(marks(id));
  const rooms = await get("page/rooms", { person_id: id, read });
  // Somebody or something else was opened meanwhile, or what came was read.
  if (location.hash !== address || JSON.stringify(marks(id)) !== read) return ask();
  Object.assign(state, rooms, { person: rooms.people.find((one) => one.id === id) });
  state.chat = rooms.chats.find((one) => one.id === chat) ?? null;
  if (!state.chat && !matchMedia("(max-width: 45rem)").matches) state.chat = rooms.chats[0] ?? null;
  state.topic = state.chat?.topics.find((one) => one.id === topic)?.id ?? null;
  localStorage.setItem("person", id);
  // The address names what is open: else the next refresh would open what is livelier by then.
  const here = hash(id, state.chat?.id, state.topic);
  if (location.hash !== here) history.replaceState(null, "", here);
}
