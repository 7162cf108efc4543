// Small helpers to build the page. Everything is text: nothing that comes from the API is ever read as HTML.

/** Makes an element: h("td", { class: "number" }, "12"). */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Makes an SVG element likewise. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = id => document.getElementById(id);

/** Sets a text, and leaves the element alone if it has it already. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A time as "12 s ago", with the exact time in its title. Its text is kept current by refreshTimes. */
export function when(time, none = "–") {
  if (!time) return h("span", { class: "quiet" }, none);
  const exact = new Date(time);
  return h("time", { datetime: exact.toISOString(), title: exact.toLocaleString() }, relative(exact));
}

/** A time to come, as "in 12 s"; "now" when it has come. */
export function due(time, none = "–") {
  const element = when(time, none);
  if (time) {
    element.dataset.due = "yes";
    setText(element, relative(new Date(time), true));
  }
  return element;
}

/** Updates the text of every relative time. */
export function refreshTimes() {
  document.querySelectorAll("time[title]").forEach(each => setText(each, relative(new Date(each.dateTime), each.dataset.due)));
}

const UNITS = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

function relative(time, isDue) {
  const seconds = Math.round((Date.now() - time) / 1000);
  if (isDue && seconds >= 0) return "now";
  const age = Math.abs(seconds);
  const [unit, size] = UNITS.find(([, least]) => age >= (least === 1 ? 0 : least * 2)) ?? UNITS[3];
  const text = `${Math.floor(age / size)} ${unit}`;
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

/** A tag; the word says what the colour shows. */
export function tag(text, kind) {
  return h("span", { class: `tag ${kind}` }, text);
}

/** The last polls as bars: low for unchanged, higher for changed, highest for failed. */
export function pollBar(outcomes) {
  if (outcomes.length === 0) return h("span", { class: "quiet" }, "–");
  const heights = { unchanged: 6, changed: 11, failed: 16 };
  const count = kind => outcomes.filter(each => each === kind).length;
  const label = `The last ${outcomes.length} polls: ${count("unchanged")} unchanged, ${count("changed")} changed, ${count("failed")} failed`;
  return svg("svg", { class: "bar", width: 100, height: 16, viewBox: "0 0 100 16", role: "img", "aria-label": label },
    svg("title", {}, label),
    svg("rect", { class: "track", x: 0, y: 15, width: 99, height: 1 }),
    outcomes.map((outcome, i) => svg("rect",
      { class: outcome, x: 5 * (20 - outcomes.length + i), y: 16 - heights[outcome], width: 4, height: heights[outcome], rx: 1 })));
}

/** A cell; the label is shown beside it on narrow screens. */
export function cell(label, content, kind = null) {
  return h("td", { "data-label": label, class: kind }, h("div", {}, content));
}

/** Shows rows, and leaves those alone that have not changed, so that focus and selection stay. */
export function showRows(parent, items, keyOf, render, none) {
  const focus = document.activeElement?.closest("[data-focus]")?.dataset.focus;
  const before = parent.rowsByKey ?? new Map();
  const after = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const json = JSON.stringify(item);
    const known = before.get(key);
    after.set(key, known?.json === json ? known : { json, element: render(item) });
  }
  parent.rowsByKey = after;
  const elements = [...after.values()].map(row => row.element);
  const wanted = elements.length > 0 ? elements : [none()];
  const same = parent.children.length === wanted.length && wanted.every((each, i) => parent.children[i] === each);
  if (same) return;
  parent.replaceChildren(...wanted);
  if (focus && document.activeElement === document.body) {
    parent.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }
}
