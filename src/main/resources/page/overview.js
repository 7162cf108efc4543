// Overall state, sources, Azure subscriptions, expiries and incidents.

import { read } from "./api.js";
import { byId, cell, due, h, setText, showRows, tag, when } from "./dom.js";
import { openResource } from "./resources.js";
import { allowSignals, signalButton } from "./signals.js";

let level = "";

/** Shows the overall state. */
export async function showStatus() {
  const status = await read("status");
  setText(byId("sentence"), status.sentence);
  byId("overall").dataset.level = status.level;
  if (level && level !== status.level) setText(byId("announcer"), status.sentence);
  level = status.level;
  document.title = status.level === "ok" ? "armwatch" : `armwatch: ${status.level}`;
  const problems = status.problems.map(text => h("li", {}, text));
  byId("problems").replaceChildren(...problems);
  byId("facts").replaceChildren(`Version ${status.version}, started `, when(status.startedAt), ". ", ...processes(status.processes));
  allowSignals(status.signals);
}

function processes(all) {
  if (all.length < 2) return [];
  return ["Processes: ", ...all.flatMap((each, i) => [i ? ", " : "", owner(each)]), "."];
}

/** A process, with a link to its page where that can be reached from here. */
export function owner(process) {
  if (!process) return h("span", { class: "quiet" }, "nobody, or not known");
  if (process.self) return h("span", {}, "this process");
  const local = /^(localhost|127\.|\[::1\])/;
  const reachable = process.address && (!local.test(process.address) || local.test(location.host));
  return reachable ? h("a", { href: `http://${process.address}/` }, process.process) : h("span", {}, process.process);
}

/** Shows the sources. */
export async function showSources() {
  const { items } = await read("sources", { limit: 500 });
  fillSelect(byId("source"), items.map(each => each.name));
  showRows(byId("source-rows"), items, each => each.name, sourceRow, () => none(9, "No source is watched."));
}

function sourceRow(source) {
  const counts = source.counts;
  return h("tr", {},
    cell("Source", [source.name, source.paused ? [" ", tag("paused", "warn")] : null,
      h("span", { class: "where" }, plural(source.resources, "resource"), source.running ? ", scanning" : "", source.queued ? `, ${plural(source.queued, "request")} queued` : ""),
      ...source.outages.map(error)], "wide"),
    cell("Last scan", when(source.lastScanAt, "none yet")),
    cell("Took", source.lastScanSeconds === null ? "–" : `${source.lastScanSeconds.toLocaleString("en", { maximumFractionDigits: 1 })} s`, "number"),
    cell("Seen", counts ? `${number(counts.seen)} of ${number(counts.expected)}` : "–", "number"),
    cell("Changed", counts ? number(counts.changed) : "–", "number"),
    cell("Failed", counts?.failed ? tag(number(counts.failed), "bad") : counts ? "0" : "–", "number"),
    cell("All seen since", when(source.completeSince, "no complete scan")),
    cell("Next", source.paused ? "paused" : due(source.nextScanAt)),
    cell("", source.paused
      ? signalButton("Resume", { resume: source.name }, `${source.name} will be polled again.`, `Resume ${source.name}`)
      : signalButton("Pause", { pause: source.name }, `${source.name} will be paused.`, `Pause ${source.name}`), "signal"));
}

/** Why something cannot be polled, in full. */
export function error(outage) {
  return h("span", { class: "error" },
    `${outage.what ? outage.what + ": " : ""}${outage.reason}`,
    outage.status ? ` ${outage.status}` : "", outage.code ? ` (${outage.code})` : "",
    outage.message ? `: ${outage.message}` : "", " · since ", when(outage.since), `, ${plural(outage.attempts, "attempt")}`);
}

/** Shows the Azure subscriptions. */
export async function showSubscriptions() {
  const { items } = await read("subscriptions", { limit: 500 });
  fillSelect(byId("subscription"), items.map(each => each.subscriptionId));
  showRows(byId("subscription-rows"), items, each => each.subscriptionId, subscriptionRow, () => none(7, "No Azure subscription is watched."));
}

function subscriptionRow(each) {
  return h("tr", {},
    cell("Azure subscription", h("code", {}, each.subscriptionId), "wide"),
    cell("Polled by", owner(each.owner)),
    cell("Reads left", each.budget ? number(each.budget.reads) : "see that process", "number"),
    cell("Writes left", each.budget ? number(each.budget.writes) : "see that process", "number"),
    cell("Resources", number(each.resources), "number"),
    cell("Failing", each.failing ? tag(number(each.failing), "bad") : "0", "number"),
    cell("Incidents", each.incidents ? tag(number(each.incidents), "warn") : "0", "number"));
}

/** Shows the outlets of this process, if it has any. */
export async function showOutlets() {
  const { items } = await read("outlets", { limit: 500 });
  byId("outlets").hidden = items.length === 0;
  showRows(byId("outlet-rows"), items, each => each.name, outletRow, () => none(6, "No outlet is switched on."));
}

function outletRow(each) {
  return h("tr", {},
    cell("Outlet", [each.name, h("span", { class: "where" }, each.target),
      each.problem ? h("span", { class: "error" }, each.problem) : null], "wide"),
    cell("State", each.state === "delivering" ? each.state : tag(each.state, each.state === "paused" ? "bad" : "warn")),
    cell("Delivered", number(each.delivered), "number"),
    cell("To deliver", number(each.lag), "number"),
    cell("Dead letters", each.deadLetters ? tag(number(each.deadLetters), "warn") : "0", "number"),
    cell("Last delivery", when(each.lastDeliveryAt, "none yet")));
}

/** Shows what expires next. */
export async function showExpiries() {
  const { items, total } = await read("expiries", { limit: 50 });
  setText(byId("expiries-count"), total > items.length ? `the next ${items.length} of ${number(total)}` : "");
  showRows(byId("expiry-rows"), items, each => each.resourceId + each.kind + each.part, expiryRow, () => empty("Nothing expires."));
}

function expiryRow(each) {
  const days = each.daysLeft;
  return h("li", {},
    tag(days <= 0 ? "expired" : `${number(days)} d`, days <= 0 ? "bad" : days <= 30 ? "warn" : ""),
    h("div", { class: "what" }, link(each.resourceId), h("span", { class: "where" },
      `${each.kind}${each.part ? " " + each.part : ""}${each.name ? ", " + each.name : ""}, ${day(each.expiresAt)}`)));
}

/** Shows the open incidents. */
export async function showIncidents() {
  const { items, total } = await read("incidents", { limit: 50 });
  setText(byId("incidents-count"), total > items.length ? `the first ${items.length} of ${number(total)}` : "");
  showRows(byId("incident-rows"), items, each => each.resourceId + each.type + each.part + each.thumbprint, incidentRow, () => empty("No incident is open."));
}

function incidentRow(each) {
  return h("li", {},
    tag(each.type, ["expiring", "rotation-overdue"].includes(each.type) ? "warn" : "bad"),
    h("div", { class: "what" }, link(each.resourceId), h("span", { class: "where" },
      [each.source, each.part, each.at ? day(each.at) : null, each.reason].filter(Boolean).join(", "))));
}

function link(id) {
  return h("button", { type: "button", class: "link", title: id, "data-focus": "open" + id, onclick: () => openResource(id) }, id.slice(id.lastIndexOf("/") + 1));
}

const day = time => new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
const empty = text => h("li", { class: "empty" }, text);
const none = (columns, text) => h("tr", {}, h("td", { colspan: columns, class: "empty" }, text));

/** A number of things for people. */
export const plural = (count, what) => `${number(count)} ${what}${count === 1 ? "" : "s"}`;

/** A number for people. */
export const number = value => value.toLocaleString("en");

/** Adds the options that a select lacks. */
export function fillSelect(select, values) {
  const known = new Set([...select.options].map(option => option.value));
  values.filter(value => !known.has(value)).forEach(value => select.append(h("option", { value }, value)));
}
