// Messages as the log shows them: an album is one item, neighbours of one person stand close, days have a line.

import { isLine } from "./service.js";
import { day } from "./times.js";

const TOGETHER = 300; // seconds between two messages that stand close to each other

export function items(messages) {
  const found = [];
  for (const message of messages) {
    const last = found.at(-1);
    if (message.album && last?.album === message.album) last.messages.push(message);
    else
      found.push({
        key: message.album ? `a${message.album}` : `m${message.id}`,
        album: message.album,
        messages: [message],
      });
  }
  found.forEach((item, place) => marked(item, found[place - 1], found[place + 1]));
  return found;
}

function marked(item, before, after) {
  item.newDay = !before || day(before.messages[0].date) !== day(item.messages[0].date);
  item.first = item.newDay || !close(before, item);
  item.last = !after || !close(item, after) || day(after.messages[0].date) !== day(item.messages[0].date);
}

function close(one, other) {
  const [earlier, later] = [one.messages[0], other.messages[0]];
  if (isLine(earlier) || isLine(later)) return false;
  return earlier.from.id === later.from.id && later.date - earlier.date < TOGETHER;
}

// What an item looks like besides its messages: it is drawn again where this changes.
export const standing = (item) => `${item.first}${item.last}${item.messages.map((one) => one.id)}`;
