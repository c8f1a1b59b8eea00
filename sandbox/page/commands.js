// The commands that the bot registered for this person in this chat: on "/" or from the button.

import { get } from "./api.js";
import { element, find } from "./element.js";
import { state } from "./state.js";

let known = [];
let shown = [];
let at = 0;
let choose = () => {};

export async function learn() {
  const { chat, person } = state;
  const told = await get(`chats/${chat.id}/commands`, { person_id: person.id });
  if (chat.id !== state.chat?.id || JSON.stringify(told) === JSON.stringify(known)) return;
  known = told;
  find("commands-button").hidden = !known.length;
  match(find("text").value); // typed before they were known
}

export const showing = () => !find("commands").hidden;

export function hide() {
  find("commands").hidden = true;
  find("text").removeAttribute("aria-activedescendant");
  find("commands-button").setAttribute("aria-expanded", "false");
}

// What was typed so far picks among them.
export function match(text) {
  if (!/^\/\w*$/.test(text)) return hide();
  shown = known.filter(({ command }) => command.startsWith(text.slice(1)));
  at = 0;
  if (!shown.length) return hide();
  show();
}

function show() {
  const options = shown.map(({ command, description }, place) =>
    element(
      "li",
      {
        id: `command-${place}`,
        role: "option",
        "aria-selected": String(place === at),
        onclick: () => pick(place),
      },
      element("strong", { textContent: `/${command}` }),
      element("span", { textContent: description }),
    ),
  );
  find("commands").replaceChildren(...options);
  find("commands").hidden = false;
  find("text").setAttribute("aria-activedescendant", `command-${at}`);
  find("commands-button").setAttribute("aria-expanded", "true");
  options[at].scrollIntoView({ block: "nearest" });
}

function pick(place) {
  hide();
  choose(`/${shown[place].command}`);
}

// Returns whether the key was for the menu.
export function key(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!showing() || event.isComposing) return false;
  if (step) {
    at = (at + step + shown.length) % shown.length;
    show();
  } else if (event.key === "Escape") hide();
  else if (event.key === "Enter" || event.key === "Tab") pick(at);
  else return false;
  event.preventDefault();
  return true;
}

export function watch(chosen) {
  choose = chosen;
  find("commands-button").onclick = () => {
    if (showing()) return hide();
    match("/");
    find("text").focus();
  };
}
