// The table of resources, a page at a time, and the details of one resource.

import { read, readResource } from "./api.js";
import { byId, cell, due, h, pollBar, setText, showRows, tag, when } from "./dom.js";
import { error, number, owner, plural } from "./overview.js";
import { signalButton } from "./signals.js";

const PAGE = 25;
const KINDS = { ok: "ok", incident: "warn", failing: "bad", deleted: "" };
let offset = 0;
let request = 0;

/** Shows the resources that the filter selects. */
export async function showResources() {
  const mine = ++request;
  const wanted = Object.fromEntries(["text", "state", "source", "subscription", "sort"].map(id => [id, byId(id).value]));
  const page = await read("resources", { ...wanted, offset, limit: PAGE });
  if (mine !== request) return; // a later request is under way
  if (offset > 0 && page.items.length === 0) {
    offset = 0;
    return showResources();
  }
  showRows(byId("resource-rows"), page.items, each => each.id + (each.endpoint ?? ""), row,
    () => h("tr", {}, h("td", { colspan: 6, class: "empty" }, "No resource matches.")));
  setText(byId("resources-count"), plural(page.total, "resource"));
  setText(byId("range"), page.total ? `${number(offset + 1)}–${number(offset + page.items.length)} of ${number(page.total)}` : "");
  byId("previous").disabled = offset === 0;
  byId("next").disabled = offset + PAGE >= page.total;
}

function row(each) {
  return h("tr", {},
    cell("State", tag(each.state === "incident" ? plural(each.incidents, "incident") : each.state, KINDS[each.state]), "wide"),
    cell("Resource", [
      h("button", { type: "button", class: "link", title: each.id, "data-focus": "row" + each.id, onclick: () => openResource(each.id) },
        each.name + (each.endpoint ? ` · ${each.endpoint}` : "")),
      h("span", { class: "where" }, [each.resourceGroup, parents(each.id)].filter(Boolean).join(" / ")),
      each.error ? error(each.error) : null], "wide"),
    cell("Source", each.source),
    cell("Last poll", each.lastPollAt ? when(each.lastPollAt) : each.owner && !each.owner.self ? ["see ", owner(each.owner)] : "–"),
    cell("Recent polls", pollBar(each.recentPolls)),
    cell("Last change", when(each.lastChangeAt)));
}

/** The names between the resource group and the resource itself. */
function parents(id) {
  const parts = id.split("/providers/").at(-1).split("/");
  return parts.slice(2, -1).filter((_, i) => i % 2 === 0).join(" / ");
}

/** Opens the details of a resource. */
export async function openResource(id) {
  const dialog = byId("detail");
  setText(byId("detail-title"), id.slice(id.lastIndexOf("/") + 1));
  byId("detail-body").replaceChildren(h("p", {}, "Reading…"));
  if (!dialog.open) dialog.showModal();
  try {
    const [resource, events] = await Promise.all([readResource(id), read("events", { resource: id, limit: 10 })]);
    byId("detail-body").replaceChildren(
      h("p", { class: "quiet" }, h("code", {}, resource.id)),
      signalButton("Poll now", { poll: resource.id }, `${resource.id} will be polled now.`),
      ...resource.parts.flatMap(part), ...eventList(events.items));
  } catch (failure) {
    byId("detail-body").replaceChildren(h("p", { class: "error" }, failure.message));
  }
}

function part({ summary, openIncidents, expiries, state }) {
  const facts = [
    ["State", tag(summary.state, KINDS[summary.state])],
    ["Source", summary.source + (summary.endpoint ? `, ${summary.endpoint}` : "")],
    ["Type", summary.type],
    ["Polled by", owner(summary.owner)],
    ["Last poll", summary.lastPollAt ? when(summary.lastPollAt) : "see that process"],
    ["Recent polls", pollBar(summary.recentPolls)],
    ["Next poll", due(summary.nextPollAt)],
    ["Last change", when(summary.lastChangeAt)],
    ["Revision", number(summary.revision)],
    summary.error ? ["Error", error(summary.error)] : null,
    ...openIncidents.map(each => ["Incident", [each.type, each.part, each.reason].filter(Boolean).join(", ")]),
    ...expiries.map(each => ["Expiry", [`${each.kind}${each.part ? " " + each.part : ""} `, when(each.expiresAt)]]),
  ].filter(Boolean);
  return [
    h("h3", {}, summary.endpoint ?? "Resource"),
    h("dl", {}, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h3", {}, "Known state"),
    state ? h("pre", { tabindex: 0 }, JSON.stringify(state, null, 2)) : h("p", { class: "quiet" }, "None: it was never seen, or it is gone.")];
}

function eventList(events) {
  if (events.length === 0) return [];
  return [h("h3", {}, "Latest events"),
    h("ol", { class: "events" }, events.map(event => h("li", {}, h("details", {},
      h("summary", {}, when(event.data.observedAt), h("span", {}, event.type.replace(/^io\.armwatch\.|\.v1$/g, ""))),
      h("pre", { tabindex: 0 }, JSON.stringify(event, null, 2))))))];
}

/** Reacts to the filter and the pager. */
export function listenToFilter(show) {
  let timer = 0;
  const fromStart = delay => () => {
    offset = 0;
    clearTimeout(timer);
    timer = setTimeout(show, delay);
  };
  byId("filter").addEventListener("submit", event => event.preventDefault());
  byId("text").addEventListener("input", fromStart(200));
  ["state", "source", "subscription", "sort"].forEach(id => byId(id).addEventListener("change", fromStart(0)));
  byId("previous").addEventListener("click", () => { offset = Math.max(0, offset - PAGE); show(); });
  byId("next").addEventListener("click", () => { offset += PAGE; show(); });
}
