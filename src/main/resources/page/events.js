// The latest events, live.

import { follow, read } from "./api.js";
import { byId, h, setText, when } from "./dom.js";
import { fillSelect } from "./overview.js";
import { openResource } from "./resources.js";

const MOST = 200;
const seen = new Set();

const typeOf = event => event.type.replace(/^io\.armwatch\.|\.v1$/g, "");

/** Shows the events so far. */
export async function showEvents() {
  const { items } = await read("events", { limit: 100 });
  items.reverse().forEach(event => add(event, false));
  showEmpty();
}

/** Follows the events from now on, and calls onNews after each. */
export function followEvents(onNews, onScan) {
  const live = byId("live");
  follow({
    onOpen: () => { live.dataset.live = "yes"; setText(live, "live"); onNews(); },
    onClose: () => { live.dataset.live = "no"; setText(live, "connection lost, trying again"); },
    onChange: event => { add(event, true); showEmpty(); onNews(); },
    onScan,
  });
  byId("event-type").addEventListener("change", filter);
}

function add(event, isNew) {
  if (seen.has(event.id)) return;
  seen.add(event.id);
  fillSelect(byId("event-type"), [typeOf(event)]);
  const list = byId("event-rows");
  const item = row(event, isNew);
  list.prepend(item);
  hide(item);
  while (list.children.length > MOST) {
    seen.delete(list.lastElementChild.dataset.id);
    list.lastElementChild.remove();
  }
}

function row(event, isNew) {
  const body = h("div", { class: "body" });
  const details = h("details", {}, h("summary", {}, when(event.data.observedAt), h("strong", {}, typeOf(event)), h("span", {}, text(event))), body);
  details.addEventListener("toggle", () => {
    if (details.open && !body.hasChildNodes()) {
      body.append(h("button", { type: "button", onclick: () => openResource(event.data.resourceId) }, "Show resource"),
        h("pre", { tabindex: 0 }, JSON.stringify(event, null, 2)));
    }
  });
  return h("li", { "data-id": event.id, "data-type": typeOf(event), class: isNew ? "new" : null }, details);
}

/** The event in a few words. */
function text({ subject, data }) {
  const words = [data.name, subject === data.name ? null : subject, data.reason, data.state, data.message,
    data.daysLeft === undefined ? null : `${data.daysLeft} days left`,
    data.changes?.map(each => each.path).slice(0, 4).join(" ")];
  return words.filter(word => typeof word === "string" && word).join(" · ");
}

function filter() {
  [...byId("event-rows").children].forEach(hide);
}

function hide(item) {
  const type = byId("event-type").value;
  item.hidden = type !== "" && item.dataset.type !== type;
}

function showEmpty() {
  const list = byId("event-rows");
  list.querySelector(".empty")?.remove();
  if (list.children.length === 0) list.append(h("li", { class: "empty" }, "No event is in Kafka."));
}
