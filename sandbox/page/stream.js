// The sandbox's events: after a broken connection what was missed comes first, or "lost" where it is too much.

import { find } from "./element.js";

const PAUSE = 1000; // milliseconds until a refused connection is tried again

export function follow({ heard, lost }) {
  const source = new EventSource("sandbox/events");
  source.addEventListener("hello", lost);
  source.addEventListener("lost", lost);
  source.addEventListener("change", (event) => heard(JSON.parse(event.data)));
  source.onopen = () => (find("offline").hidden = true);
  source.onerror = () => {
    find("offline").hidden = false;
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow({ heard, lost }), PAUSE);
  };
}
