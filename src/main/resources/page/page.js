// Begins everything, and keeps it current: at once after an event, and every five seconds while the page is visible.

import { byId, refreshTimes, setText } from "./dom.js";
import { followEvents, showEvents } from "./events.js";
import { showExpiries, showIncidents, showOutlets, showSources, showStatus, showSubscriptions } from "./overview.js";
import { listenToFilter, showResources } from "./resources.js";

const PERIOD = 5000;
const SOON = 300;
const OFTEN = [showStatus, showSources, showSubscriptions, showOutlets, showResources];
const AFTER_EVENTS = [showIncidents, showExpiries];
let pending = null;

/** Shows each part. One that fails leaves the others alone. */
async function show(parts) {
  await Promise.all(parts.map(async part => {
    try {
      await part();
    } catch (failure) {
      if (part === showStatus) {
        byId("overall").dataset.level = "blind";
        setText(byId("sentence"), `armwatch does not answer this page: ${failure.message}`);
      }
    }
  }));
}

function showSoon() {
  pending ??= setTimeout(() => {
    pending = null;
    show([...OFTEN, ...AFTER_EVENTS]);
  }, SOON);
}

listenToFilter(() => show([showResources]));
followEvents(showSoon, () => {});
await show([...OFTEN, ...AFTER_EVENTS, showEvents]);
setInterval(() => document.hidden || show(OFTEN), PERIOD);
setInterval(refreshTimes, 1000);
document.addEventListener("visibilitychange", () => document.hidden || showSoon());
