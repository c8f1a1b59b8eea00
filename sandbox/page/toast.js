// What is said beside the messages: a line that goes by itself, or a box to close.

import { find } from "./element.js";

const SHOWN = 4500; // milliseconds

export function toast(text) {
  find("toast").textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (find("toast").textContent = ""), SHOWN);
}

export function said(text, alert) {
  if (!text) return;
  if (!alert) return toast(text);
  find("alert").querySelector("p").textContent = text;
  if (!find("alert").open) find("alert").showModal();
}

// Every handler that talks to the sandbox: a refusal is shown, not lost.
export const told = (work) => async (event) => {
  event?.preventDefault?.();
  try {
    return await work(event);
  } catch (error) {
    return toast(error.message);
  }
};

// For those who listen: what came, without taking the focus.
export function announce(text) {
  find("announcer").textContent = text;
}
