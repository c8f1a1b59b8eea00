// Days and hours as people say them.

const at = (seconds) => new Date(seconds * 1000);

export const clock = (seconds) =>
  at(seconds).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export const exact = (seconds) =>
  at(seconds).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

export const day = (seconds) => at(seconds).toLocaleDateString("en-CA");

export function dayName(seconds) {
  const today = Date.now() / 1000;
  if (day(seconds) === day(today)) return "Today";
  if (day(seconds) === day(today - 86_400)) return "Yesterday";
  return at(seconds).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

export const short = (seconds) =>
  day(seconds) === day(Date.now() / 1000)
    ? clock(seconds)
    : at(seconds).toLocaleDateString("en-GB", { day: "numeric", month: "short" });

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
