// The last message that each person of this browser has read, by chat.

const key = (person) => `read:${person}`;

export const marks = (person) => JSON.parse(localStorage.getItem(key(person)) ?? "{}");

export function mark(person, chat, message) {
  const known = marks(person);
  if ((known[chat] ?? 0) >= message) return false;
  localStorage.setItem(key(person), JSON.stringify({ ...known, [chat]: message }));
  return true;
}
