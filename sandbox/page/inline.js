// The bot's inline results: type its name and a query, pick one, and it is sent as your message.

import { get, post } from "./api.js";
import { element, find } from "./element.js";
import { pictured, moving } from "./media.js";
import { state } from "./state.js";
import { told } from "./toast.js";

const PAUSE = 200; // milliseconds that typing has to rest, and between two looks for the answer
const LOOKS = 60;
let timer = null;
let sent = () => {};

// Returns whether the text is for the bot's inline mode.
export function typed(text) {
  clearTimeout(timer);
  const [, name, query] = text.match(/^@(\w+)\s([^]*)$/) ?? [];
  const ours = name?.toLowerCase() === state.bot.username.toLowerCase();
  if (!ours) return hide();
  timer = setTimeout(
    told(() => ask(query)),
    PAUSE,
  );
  return true;
}

export function hide() {
  clearTimeout(timer);
  timer = null;
  find("results").hidden = true;
  return false;
}

async function ask(query) {
  const mine = timer;
  let asked = await post("inline", { person_id: state.person.id, chat_id: state.chat.id, query });
  for (let look = 0; !asked.answered && look < LOOKS; look++) {
    await new Promise((done) => setTimeout(done, PAUSE));
    if (timer !== mine) return; // typed on
    asked = await get(`inline/${asked.id}`);
  }
  if (timer === mine) show(asked);
}

function show(asked) {
  const { results, button } = asked;
  const nothing = asked.answered ? "Nothing found." : "The bot does not answer.";
  const start = button?.start_parameter
    ? told(() =>
        post(`chats/${state.person.id}/start`, {
          person_id: state.person.id,
          payload: button.start_parameter,
        }),
      )
    : null;
  find("results").hidden = false;
  find("results").replaceChildren(
    ...(button
      ? [
          element(
            "li",
            { className: "wide" },
            element("button", { type: "button", onclick: start, textContent: button.text }),
          ),
        ]
      : []),
    ...results.map((result) => element("li", {}, choice(asked, result))),
    ...(results.length || button ? [] : [element("li", { className: "wide", textContent: nothing })]),
  );
}

function choice(asked, result) {
  const { media } = result;
  const source = media && `sandbox/media/${media.unique_id}`;
  const label = result.title ?? result.words ?? result.kind;
  const shown = !media
    ? null
    : moving(result)
      ? element("video", { src: source, muted: true, loop: true, autoplay: true })
      : pictured(result)
        ? element("img", { src: source, alt: "" })
        : null;
  const choose = told(async () => {
    await post(`inline/${asked.id}/choose`, {
      result_id: result.id,
      chat_id: state.chat.id,
      thread_id: state.topic,
    });
    hide();
    sent();
  });
  return element(
    "button",
    { type: "button", title: label, "aria-label": `Send ${label || "this picture"}`, onclick: choose },
    shown,
    shown ? null : element("span", { textContent: label }),
  );
}

export const watch = (done) => (sent = done);
