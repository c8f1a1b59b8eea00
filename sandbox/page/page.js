// The chat page: opens what the address names and follows the sandbox's events.

import { acting } from "./action.js";
import { acts } from "./acts.js";
import { showChats } from "./chats.js";
import * as commands from "./commands.js";
import * as composer from "./composer.js";
import { find, icon } from "./element.js";
import * as heading from "./heading.js";
import * as keyboard from "./keyboard.js";
import { say } from "./letters.js";
import * as log from "./log.js";
import * as panel from "./panel.js";
import * as people from "./people.js";
import { hash, refresh, state } from "./state.js";
import { follow } from "./stream.js";
import { told } from "./toast.js";
import * as viewer from "./viewer.js";

const SOON = 120; // milliseconds in which changes of other chats are gathered

async function show() {
  await refresh();
  people.showPerson();
  showChats();
  document.body.classList.toggle("in-chat", Boolean(state.chat));
  if (!state.chat) return log.leave();
  heading.showHeading(show);
  if (log.entered()) return log.look();
  acting(null);
  composer.enter();
  find("back").href = hash(state.person.id);
  await Promise.all([log.enter(acts), commands.learn()]);
}

function soon() {
  soon.timer ??= setTimeout(() => {
    soon.timer = null;
    told(rooms)();
  }, SOON);
}

async function rooms() {
  await refresh();
  people.showPerson();
  showChats();
  if (!state.chat) return;
  if (!log.entered()) return show();
  heading.showHeading(show);
  await commands.learn();
}

function heard(event) {
  if (event.press ?? event.payment) return keyboard.answered(event.press ?? event.payment);
  const here = event.chat_id === state.chat?.id;
  if (event.action) return here ? acting(event.action) : null;
  soon();
  if (!here || !event.message_id) return null;
  acting(null);
  return log.look();
}

async function lost() {
  await show();
  await keyboard.allAnswered();
}

for (const place of document.querySelectorAll("[data-icon]")) place.prepend(icon(place.dataset.icon));
for (const watched of [people, heading, log, composer, panel, viewer]) watched.watch();
keyboard.onSpin(log.redraw);
acts.read = (chat) => {
  const read = state.chats.find((one) => one.id === chat);
  if (!read?.unread) return;
  read.unread = 0;
  showChats();
};
find("start").onclick = told(() => say("/start"));
addEventListener("hashchange", told(show));
follow({ heard: (event) => told(() => heard(event))(), lost: told(lost) });
