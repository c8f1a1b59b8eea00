// The bot's last calls of the Bot API and how they ended; the token is never in them.

import { get } from "./api.js";
import { element, find } from "./element.js";
import { exact } from "./times.js";

export async function showCalls() {
  const calls = await get("page/calls", { polls: find("polls").checked || null });
  const newest = `${calls[0]?.number}/${calls.length}`;
  if (find("calls").dataset.newest === newest) return; // nothing new: leave what somebody may be reading
  find("calls").dataset.newest = newest;
  find("calls").replaceChildren(...calls.map(row));
}

function row(call) {
  const status = element("td", {
    className: call.status === 200 ? "good" : "bad",
    textContent: call.status || "—",
  });
  const time = new Date(call.at * 1000).toLocaleTimeString("en-GB");
  return element(
    "tr",
    {},
    element("td", { textContent: time, title: exact(call.at) }),
    element(
      "td",
      {},
      element("code", { textContent: call.method }),
      call.description ? element("small", { textContent: call.description }) : null,
    ),
    status,
    element("td", { textContent: `${Math.round(call.seconds * 1000)} ms` }),
  );
}

export const watch = () => (find("polls").onchange = showCalls);
