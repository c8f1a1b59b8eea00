// The side panel of those who experiment; it looks again each second while it is open.

import * as calls from "./calls.js";
import { find } from "./element.js";
import { toast } from "./toast.js";
import * as weather from "./weather.js";

const PAUSE = 1000; // milliseconds
let timer = null;

async function look() {
  await Promise.all([weather.showWeather(), calls.showCalls()]).catch((error) => toast(error.message));
  timer = timer === null ? null : setTimeout(look, PAUSE);
}

export function openPanel(open) {
  find("panel").hidden = !open;
  document.body.classList.toggle("with-panel", open);
  find("panel-button").setAttribute("aria-expanded", String(open));
  clearTimeout(timer);
  timer = open ? 0 : null;
  if (open) look();
}

export function watch() {
  weather.watch();
  calls.watch();
  find("panel-button").onclick = () => openPanel(find("panel").hidden);
  find("panel-close").onclick = () => {
    openPanel(false);
    find("panel-button").focus();
  };
  find("panel").onkeydown = (event) => event.key === "Escape" && find("panel-close").click();
}
