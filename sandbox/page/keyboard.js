// The buttons under a message: each spins from its press until the bot has answered.

import { get, post } from "./api.js";
import { element, icon } from "./element.js";
import { state } from "./state.js";
import { said } from "./toast.js";
import { safe } from "./words.js";

const LONGEST = 30_000; // milliseconds that a button spins at most
const PAY = "pay"; // in the place of data
const waiting = new Map(); // by the id of a press or a payment: { key, id, path, timer }
const pressed = new Set(); // "message:data" of the buttons that spin
let redraw = () => {};

export const onSpin = (work) => (redraw = work);

const keyOf = (message, data) => `${message}:${data}`;

export function keyboard(message, act) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row) =>
    element(
      "div",
      { className: "row" },
      row.map((button, place) => drawn(message, button, place, act)),
    ),
  );
  return element("div", { className: "keyboard", role: "group", "aria-label": "Buttons" }, rows);
}

function drawn(message, button, place, act) {
  const key = `button${button.data ?? button.text}${place}`;
  if (safe(button.url)) {
    const link = {
      href: button.url,
      target: "_blank",
      rel: "noreferrer noopener",
      "data-key": key,
      className: "press",
    };
    return element("a", link, button.text, icon("out"));
  }
  const spins = pressed.has(keyOf(message.id, button.pay ? PAY : button.data));
  const made = element(
    "button",
    {
      type: "button",
      className: "press",
      "aria-busy": spins ? "true" : null,
      "data-key": key,
      "data-press": button.data,
    },
    element("span", { textContent: button.text }),
    mark(button),
  );
  made.onclick = () => (spins ? null : act(button, made));
  return made;
}

function mark(button) {
  if (button.copy !== null) return icon("copy");
  if (button.pay) return icon("star");
  return button.data === null ? icon("share") : null;
}

export const press = (message, data) => spin(message, data, "press", "presses", { data });

export const pay = (message) => spin(message, PAY, "pay", "payments", {});

async function spin(message, data, verb, kept, told) {
  const key = keyOf(message.id, data);
  pressed.add(key);
  redraw(message.id);
  try {
    const path = `chats/${message.chat_id}/messages/${message.id}/${verb}`;
    const { id } = await post(path, { person_id: state.person.id, ...told });
    waiting.set(id, {
      key,
      id: message.id,
      path: `${kept}/${id}`,
      timer: setTimeout(() => stop(id), LONGEST),
    });
    await answered(id); // the bot may have been faster than we
  } catch (error) {
    stopped(key, message.id);
    throw error;
  }
}

// Look what the bot said to a press or a payment, if it is one of this window's.
export async function answered(id) {
  if (!waiting.has(id)) return;
  const now = await get(waiting.get(id).path);
  const open = now.state ? now.state === "waiting" : !now.answered;
  if (open || !waiting.has(id)) return;
  stop(id);
  if (now.state) said(now.error ?? "Paid.", Boolean(now.error));
  else said(now.answer, now.alert);
}

export const allAnswered = () => Promise.all([...waiting.keys()].map(answered));

function stop(id) {
  const { key, id: message, timer } = waiting.get(id);
  clearTimeout(timer);
  waiting.delete(id);
  stopped(key, message);
}

function stopped(key, message) {
  pressed.delete(key);
  redraw(message);
}
