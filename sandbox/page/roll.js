// The messages of a chat as elements in their order: only what changed is drawn again, and nobody loses their place.

import { element, find } from "./element.js";
import { items, standing } from "./items.js";
import { drawn } from "./message.js";
import { dayName } from "./times.js";

const END = 60; // CSS pixels from the end that still count as there

const log = () => find("log");
const list = () => find("list");

export const atEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < END;

// In a topic only its own messages are shown.
export const shows = (here, message) => !here.topic || message.thread_id === here.topic;

// Bring the page in step; the reader's place stays: the end, or the message at the top.
export function settle(here, end, changed = new Set()) {
  const held = end ? null : anchor(here);
  const focused = document.activeElement?.closest?.("#list") ? focus() : null;
  arrange(here, changed);
  if (held) log().scrollTop += held.place.getBoundingClientRect().top - held.top;
  else log().scrollTop = log().scrollHeight;
  if (focused) refocus(here, focused);
  find("empty").hidden = here.messages.size > 0;
  pill(here);
}

function anchor(here) {
  const top = log().getBoundingClientRect().top;
  const shown = [...list().children].filter(
    (one) => one.dataset.item && one.getBoundingClientRect().bottom > top,
  );
  const whole = shown.find((one) => one.getBoundingClientRect().top >= top); // what begins above may grow
  const key = (whole ?? shown[0])?.dataset.item;
  return {
    top: key ? here.known.get(key).element.getBoundingClientRect().top : 0,
    get place() {
      return here.known.get(key)?.element ?? list();
    },
  };
}

const focus = () => {
  const active = document.activeElement;
  return { item: active.closest("[data-item]")?.dataset.item, key: active.dataset.key, active };
};

// An edit must not steal the keyboard's place.
function refocus(here, { item, key, active }) {
  if (active.isConnected) return;
  const owner = here.known.get(item)?.element;
  const same =
    key && [...(owner?.querySelectorAll("[data-key]") ?? [])].find((one) => one.dataset.key === key);
  (same || owner || log()).focus({ preventScroll: true });
}

function arrange(here, changed) {
  const sorted = [...here.messages.values()].sort((a, b) => a.id - b.id).filter((one) => shows(here, one));
  const next = new Map();
  let cursor = list().firstChild;
  const put = (made) => {
    if (cursor === made) cursor = cursor.nextSibling;
    else list().insertBefore(made, cursor);
  };
  for (const item of items(sorted)) {
    const old = here.known.get(item.key);
    const same = old && old.standing === standing(item) && !item.messages.some((one) => changed.has(one.id));
    const made = same ? old.element : drawn(item, old?.element, here.acts);
    made.dataset.item = item.key;
    if (item.newDay) put(old?.line ?? (item.line = line(item)));
    put(made);
    next.set(item.key, {
      element: made,
      standing: standing(item),
      line: item.newDay ? (old?.line ?? item.line) : null,
    });
  }
  while (cursor) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    gone.remove();
  }
  here.known = next;
  const articles = list().querySelectorAll("article");
  articles.forEach((one, place) => (one.tabIndex = place === articles.length - 1 ? 0 : -1));
}

const line = (item) =>
  element("p", { className: "day" }, element("span", { textContent: dayName(item.messages[0].date) }));

export function pill(here) {
  find("pill").hidden = atEnd();
  const count = here.fresh;
  find("pill").querySelector("span").textContent = count ? `${count} new message${count > 1 ? "s" : ""}` : "";
  find("pill").setAttribute("aria-label", count ? `${count} new, go to the end` : "Go to the end");
}

// Up and down walk from message to message.
export function walk(event) {
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  const here = event.target.closest(".message");
  if (!step || event.target !== here) return;
  event.preventDefault();
  let next = here[step];
  while (next && !next.matches(".message")) next = next[step];
  (next ?? (step === "nextElementSibling" ? find("text") : here)).focus();
}
