// Above the messages: which chat this is, its topics, and what can be done with it.

import { post } from "./api.js";
import { face, name } from "./chats.js";
import { element, find } from "./element.js";
import { openMenu } from "./menu.js";
import { hash, refresh, state } from "./state.js";
import { told } from "./toast.js";

export function showHeading(redraw) {
  const { chat } = state;
  find("heading").replaceChildren(face(chat), element("h1", { textContent: name(chat) }));
  find("subtitle").textContent = subtitle(chat);
  find("chat-menu").onclick = (event) => openMenu(event.currentTarget, "This chat", entries(chat, redraw));
  find("topics").hidden = !chat.topics.length;
  find("topics").replaceChildren(...[{ id: null, title: "All" }, ...chat.topics].map(tab));
}

function subtitle(chat) {
  if (chat.kind === "private") return chat.closed ? "blocked" : `@${state.bot.username} · bot`;
  const people = state.people.length;
  if (chat.member === "left") return "you left";
  return `${people} ${people === 1 ? "person" : "people"}${chat.closed ? "" : " and the bot"}`;
}

const tab = ({ id, title, closed }) =>
  element("a", {
    href: hash(state.person.id, state.chat.id, id),
    textContent: closed ? `🔒 ${title}` : title,
    "aria-current": id === state.topic ? "page" : null,
  });

function entries(chat, redraw) {
  const act = (path, what) =>
    told(async () => {
      await post(path, { person_id: state.person.id, ...what });
      await refresh();
      redraw();
    });
  const block = (blocked) => act(`people/${state.person.id}/block`, { chat_id: chat.id, blocked });
  const join = (status) => act(`chats/${chat.id}/members`, { status });
  const rights = (administrator) => act(`chats/${chat.id}/rights`, { administrator });
  const closed = (topic, closed) => act(`chats/${chat.id}/topics/${topic}`, { closed });
  const here = chat.topics.find((one) => one.id === state.topic);
  if (chat.kind === "private") return [entry(chat.closed, ["Unblock the bot", "Block the bot"], block)];
  return [
    { text: "New topic…", mark: "topic", act: () => find("new-topic").showModal() },
    here &&
      entry(here.closed, ["Open this topic again", "Close this topic"], (is) => closed(here.id, is), "topic"),
    entry(
      chat.administrator,
      ["Make the bot an ordinary member", "Make the bot an administrator"],
      rights,
      "brush",
    ),
    entry(chat.closed, ["Take the bot in again", "Throw the bot out"], block),
    entry(chat.member === "left", ["Join the group", "Leave the group"], (left) =>
      join(left ? "left" : "member"),
    ),
  ].filter(Boolean);
}

// What is so can be undone, and what is not so can be done.
const entry = (is, [undo, does], work, mark = "block") => ({
  text: is ? undo : does,
  mark,
  danger: !is && mark === "block",
  act: work(!is),
});

export function watch() {
  find("new-topic").querySelector("form").onsubmit = told(async (event) => {
    const { id: chat } = state.chat;
    const title = new FormData(event.target).get("title");
    const topic = await post(`chats/${chat}/topics`, { title, person_id: state.person.id });
    find("new-topic").close();
    event.target.reset();
    await refresh();
    location.hash = hash(state.person.id, chat, topic.id);
  });
}
