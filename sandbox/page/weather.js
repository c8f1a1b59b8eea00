// What goes wrong on purpose: faults and flood limits, for all windows alike.

import { get, post, remove } from "./api.js";
import { element, find } from "./element.js";
import { state } from "./state.js";
import { told } from "./toast.js";

const READY = {
  busy: { kind: "429", method: "*", times: 5, seconds: 3 },
  down: { kind: "502", method: "*", times: 10, seconds: 1 },
  slow: { kind: "late", method: "*", probability: 1, seconds: 2 },
  lost: { kind: "reset_after", method: "editmessage*", times: 3, seconds: 1 },
};
const KINDS = {
  429: "Too many requests (429)",
  500: "Telegram's error (500)",
  502: "Bad gateway (502)",
  reset: "connection dropped, nothing done",
  late: "done, answered late",
  reset_after: "done, connection dropped",
  silent_after: "done, never answered",
  "502_after": "done, answered 502",
  reset_ahead: "dropped, done later",
  silent_ahead: "never answered, done later",
  "502_ahead": "answered 502, done later",
  twice: "update delivered twice",
};

export async function showWeather() {
  const [faults, limits] = await Promise.all([get("faults"), get("limits")]);
  find("flood").checked = limits.on;
  find("privacy").checked = state.privacy;
  find("clear-faults").hidden = !faults.length;
  find("faults").replaceChildren(...faults.map(entry));
}

function entry(fault) {
  const often =
    fault.times === null ? `${Math.round(fault.probability * 100)} % of calls` : `${fault.times} more`;
  const where = `${fault.method === "*" ? "every method" : fault.method}${fault.chat_id ? " in one chat" : ""}`;
  return element(
    "li",
    { className: fault.times === 0 ? "over" : "" },
    element("strong", { textContent: KINDS[fault.kind] }),
    element("span", {
      textContent: `${where} · ${often} · happened ${fault.taken}×`,
    }),
  );
}

async function add(fault) {
  await post("faults", fault);
  await showWeather();
}

function described(form) {
  const told = Object.fromEntries(new FormData(form));
  const often =
    told.often === "share" ? { probability: Number(told.count) / 100 } : { times: Number(told.count) };
  const method = told.kind === "twice" ? "update" : told.method || "*";
  return {
    kind: told.kind,
    method,
    seconds: Number(told.seconds),
    chat_id: told.here ? state.chat?.id : null,
    ...often,
  };
}

export function watch() {
  find("fault-kind").replaceChildren(
    ...Object.entries(KINDS).map(([value, text]) => new Option(text, value)),
  );
  find("privacy").onchange = told(async () => post("privacy", { on: find("privacy").checked }));
  find("flood").onchange = told(async () => post("limits", { on: find("flood").checked }));
  find("fault").onsubmit = told(async (event) => add(described(event.target)));
  find("clear-faults").onclick = told(async () => {
    await remove("faults");
    document.querySelector("[data-weather]").focus(); // the button that was pressed goes
    await showWeather();
  });
  for (const button of document.querySelectorAll("[data-weather]"))
    button.onclick = told(() => add(READY[button.dataset.weather]));
}
