// A small menu beside what opened it; arrows move, Escape closes.

import { element, icon } from "./element.js";

const EDGE = 8; // CSS pixels that stay free at the window's border

export function openMenu(opener, label, entries) {
  const menu = element("div", { className: "menu", role: "menu", "aria-label": label, popover: "auto" });
  menu.append(...entries.filter(Boolean).map((entry) => entryOf(entry, menu)));
  document.body.append(menu);
  menu.onkeydown = (event) => move(event, menu);
  menu.ontoggle = (event) => {
    if (event.newState !== "closed") return;
    opener.setAttribute("aria-expanded", "false");
    const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (inside && opener.isConnected) opener.focus();
  };
  opener.setAttribute("aria-expanded", "true");
  menu.showPopover();
  beside(menu, opener.getBoundingClientRect());
  (menu.querySelector("[aria-checked=true]") ?? menu.firstElementChild)?.focus();
}

function entryOf({ text, mark, picture, href, act, checked, detail, danger }, menu) {
  const role = checked === undefined ? "menuitem" : "menuitemradio";
  const inside = [
    picture ?? icon(mark),
    element("span", { textContent: text }),
    detail ? element("small", { textContent: detail }) : null,
  ];
  const attributes = {
    role,
    tabIndex: -1,
    className: danger ? "danger" : "",
    "aria-checked": checked === undefined ? null : String(checked),
  };
  if (href)
    return element("a", { ...attributes, href, target: "_blank", onclick: () => menu.hidePopover() }, inside);
  const run = () => {
    menu.hidePopover();
    act();
  };
  return element("button", { type: "button", ...attributes, onclick: run }, inside);
}

function beside(menu, { left, right, top, bottom }) {
  const { width, height } = menu.getBoundingClientRect();
  const below = bottom + height + EDGE < innerHeight;
  const x = left + width + EDGE < innerWidth ? left : right - width;
  menu.style.left = `${Math.max(EDGE, x)}px`;
  menu.style.top = `${Math.max(EDGE, below ? bottom + 4 : top - height - 4)}px`;
}

function move(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.children];
  const at = entries.indexOf(document.activeElement);
  entries.at((at + step + entries.length) % entries.length).focus();
}
