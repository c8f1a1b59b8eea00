// The message that another one answers, in a line or two.

import { element } from "./element.js";
import { thumbnail } from "./media.js";
import { serviceWords } from "./service.js";

const KINDS = {
  photo: "🖼 Photo",
  document: "📄 File",
  video: "🎬 Video",
  animation: "GIF",
  sticker: "Sticker",
};

export function summary({ words, kind, service }) {
  if (service) return serviceWords(service);
  const what = KINDS[kind];
  if (!what) return words;
  return words ? `${what.split(" ")[0] === what ? what + ":" : what.split(" ")[0]} ${words}` : what;
}

export function quote({ chat_id, replied }, jump) {
  if (!replied) return null;
  return element(
    "button",
    { type: "button", className: "quote", onclick: () => jump(replied.id), "data-key": "quote" },
    replied.media ? thumbnail({ ...replied, chat_id }) : null,
    element("strong", { textContent: replied.from.name }),
    element("span", { textContent: summary(replied) || "…" }),
  );
}
