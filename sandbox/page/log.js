// The open chat's messages: asked for a piece at a time, kept in step with the sandbox, and in their place.

import { get } from "./api.js";
import { find } from "./element.js";
import { mark } from "./marks.js";
import { spoken } from "./message.js";
import { atEnd, pill, settle, shows, walk } from "./roll.js";
import { state } from "./state.js";
import { announce } from "./toast.js";

const MOST = 240; // messages kept on the page while nobody reads the old ones
let open = null; // the chat that is shown, and what is known of it

const log = () => find("log");
const list = () => find("list");

export const message = (id) => open?.messages.get(id);

export const lastOwn = () =>
  [...(open?.messages.values() ?? [])]
    .filter((one) => one.from.id === state.person.id && (one.text ?? one.caption))
    .at(-1);

// Show the chat that the state names, from its end.
export async function enter(acts) {
  const { person, chat, topic } = state;
  const here = {
    person: person.id,
    chat: chat.id,
    topic,
    messages: new Map(),
    known: new Map(),
    change: 0,
    more: false,
    fresh: 0,
    loaded: false,
    acts,
  };
  open = here;
  list().replaceChildren();
  const piece = await get(`page/chats/${chat.id}/messages`);
  if (open !== here) return;
  take(here, piece);
  here.loaded = true;
  settle(here, true);
  seen();
  await look(); // what came while we asked
}

export function leave() {
  open = null;
  list().replaceChildren();
}

export const entered = () =>
  open && open.person === state.person?.id && open.chat === state.chat?.id && open.topic === state.topic;

function take(here, piece) {
  for (const one of piece.messages) here.messages.set(one.id, one);
  Object.assign(here, { change: Math.max(here.change, piece.change), more: piece.more });
}

let looking = null;
let again = false;

// Ask for what changed; who asks meanwhile is served by one more look.
export async function look() {
  again = true;
  looking ??= (async () => {
    while (again) {
      again = false;
      await change();
    }
  })().finally(() => (looking = null));
  return looking;
}

async function change() {
  const here = open;
  if (!here?.loaded) return;
  const told = await get(`page/chats/${here.chat}/changes`, { since: here.change });
  if (open !== here || told.change < here.change) return;
  here.change = told.change;
  const oldest = Math.min(...here.messages.keys());
  const arrived = told.messages.filter(
    (one) => !here.messages.has(one.id) && (one.id > oldest || !here.more),
  );
  const edited = told.messages.filter((one) => here.messages.has(one.id));
  speak(here, arrived, edited);
  for (const one of [...arrived, ...edited]) here.messages.set(one.id, one);
  for (const id of told.deleted) here.messages.delete(id);
  const own = arrived.some((one) => one.from.id === state.person.id);
  const end = atEnd() || own;
  here.fresh += end ? 0 : arrived.filter((one) => shows(here, one)).length;
  if (end) forget(here);
  settle(here, end, new Set(edited.map((one) => one.id)));
  seen();
}

// Who listens hears new messages and finished pictures, not every step of the progress.
function speak(here, arrived, edited) {
  const pictures = edited.filter((one) => one.media && !here.messages.get(one.id).media);
  const others = arrived.filter((one) => one.from.id !== state.person.id);
  const heard = [...others, ...pictures].filter((one) => shows(here, one));
  if (heard.length) announce(heard.map((one) => spoken({ messages: [one] })).join(". "));
}

function forget(here) {
  if (here.messages.size <= MOST) return;
  const kept = [...here.messages.keys()].sort((a, b) => a - b).slice(-MOST / 2);
  here.messages = new Map(kept.map((id) => [id, here.messages.get(id)]));
  here.more = true;
}

// Older messages, as soon as the reader comes near the first; or as many as it takes to reach one of them.
export async function older(first) {
  const here = open;
  if (!here?.more || here.asking) return;
  here.asking = true;
  const before = Math.min(...here.messages.keys());
  try {
    const piece = await get(`page/chats/${here.chat}/messages`, { before, first });
    if (open !== here) return;
    take(here, { ...piece, change: 0 });
    settle(here, false);
  } finally {
    here.asking = false;
  }
}

export async function jump(id) {
  if (!open.messages.has(id)) await older(id);
  const place = list().querySelector(`[data-id="${id}"]`);
  if (!place) return announce("That message is gone.");
  place.scrollIntoView({ block: "center" });
  const shown = place.closest(".message") ?? place;
  shown.focus({ preventScroll: true });
  shown.classList.remove("pointed");
  requestAnimationFrame(() => shown.classList.add("pointed"));
}

export const redraw = (id) => open?.loaded && settle(open, atEnd(), new Set([id]));

export function toEnd() {
  log().scrollTop = log().scrollHeight;
  seen();
}

// What stands on the page of a window that somebody looks at is read.
export function seen() {
  if (!open || !atEnd() || document.visibilityState === "hidden") return;
  open.fresh = 0;
  pill(open);
  const newest = Math.max(0, ...open.messages.keys());
  if (mark(open.person, open.chat, newest)) open.acts.read(open.chat);
}

export function watch() {
  log().onscroll = () => {
    if (!open) return;
    pill(open);
    seen();
    if (log().scrollTop < 400) older().catch(() => null);
  };
  find("pill").onclick = toEnd;
  document.addEventListener("visibilitychange", seen);
  new ResizeObserver(() => open && find("pill").hidden && toEnd()).observe(log());
  list().onkeydown = walk;
}
