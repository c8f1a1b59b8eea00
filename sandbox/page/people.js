// Who you are: switch to another person, add one, or a group for all of them.

import { post } from "./api.js";
import { avatar, element, find } from "./element.js";
import { openMenu } from "./menu.js";
import { go, hash, refresh, state } from "./state.js";
import { told } from "./toast.js";

const full = ({ first_name, last_name }) => [first_name, last_name].filter(Boolean).join(" ");

export function showPerson() {
  const { person } = state;
  find("person").replaceChildren(
    avatar(person.id, full(person)),
    element(
      "span",
      {},
      element("small", { textContent: "You are" }),
      element("strong", { textContent: full(person) }),
    ),
  );
}

// Another person comes into the same group and topic: two people talk there by turns.
const shared = () =>
  state.chat && state.chat.kind !== "private" ? { chat: state.chat.id, topic: state.topic } : {};

function choose(event) {
  const people = state.people.map((one) => ({
    text: full(one),
    detail: one.language_code ?? "",
    picture: avatar(one.id, full(one)),
    checked: one.id === state.person.id,
    act: () => go({ person: one.id, ...shared() }),
  }));
  const others = [
    { text: "Add a person…", mark: "person", act: () => find("new-person").showModal() },
    { text: "Another window", mark: "out", href: hash(state.person.id) },
  ];
  openMenu(event.currentTarget, "People", [...people, ...others]);
}

async function addPerson(event) {
  const told = Object.fromEntries(new FormData(event.target));
  const person = await post("people", told);
  find("new-person").close();
  event.target.reset();
  go({ person: person.id });
}

async function addGroup(event) {
  const form = new FormData(event.target);
  const topics = form
    .get("topics")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const made = { title: form.get("title"), topics, person_id: state.person.id };
  const chat = await post("chats", made);
  find("new-group").close();
  event.target.reset();
  await refresh();
  go({ chat: chat.id });
}

export function watch() {
  find("person").onclick = choose;
  find("new-chat").onclick = () => find("new-group").showModal();
  find("new-person").querySelector("form").onsubmit = told(addPerson);
  find("new-group").querySelector("form").onsubmit = told(addGroup);
  for (const button of document.querySelectorAll("dialog .close"))
    button.onclick = () => button.closest("dialog").close();
}
