// One picture over the whole window.

import { address } from "./api.js";
import { element, find } from "./element.js";
import { described, moving } from "./media.js";

export function view(message) {
  const dialog = find("viewer");
  const source = address(message);
  const shown = moving(message)
    ? element("video", { src: source, controls: true, autoplay: true, loop: message.media.kind !== "video" })
    : element("img", { src: source, alt: described(message) });
  dialog.querySelector(".stage").replaceChildren(shown);
  dialog.querySelector(".caption").textContent = [message.caption, described(message)]
    .filter(Boolean)
    .join(" · ");
  Object.assign(dialog.querySelector("a"), { href: source, download: message.media.name ?? "photo.jpg" });
  dialog.showModal();
}

export function watch() {
  const dialog = find("viewer");
  dialog.onclose = () => dialog.querySelector(".stage").replaceChildren();
  dialog.onclick = (event) => {
    if (event.target === dialog || event.target.matches(".stage")) dialog.close();
  };
}
