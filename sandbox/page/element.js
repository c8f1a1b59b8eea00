// Elements: made here alone, so that whatever people write becomes text and never markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

// One of the drawings in icons.svg; those who cannot see it are told by the button's label.
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  drawing.append(use);
  return drawing;
}

export const find = (id) => document.getElementById(id);

// A round picture of somebody without one: the initials on a colour that follows from the id.
export function avatar(id, name, kind = "person") {
  const hue = `hue-${Math.abs(id) % 8}`;
  if (kind === "bot")
    return element("span", { className: "avatar bot", "aria-hidden": "true" }, icon("brush"));
  const initials = [...(name.match(/\p{L}|\p{N}/gu) ?? ["?"])];
  const words = name.trim().split(/\s+/);
  const shown = words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : initials[0];
  return element("span", {
    className: `avatar ${hue}`,
    "aria-hidden": "true",
    textContent: shown.toUpperCase(),
  });
}
