// Opens the status page in Chromium, uses it as a person does, and prints what it found as one line of JSON.
// node check-page.mjs {page} {simulator} {id of a resource to change} {api-version} {folder for screenshots} {folder of node_modules} {what}
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [page0, simulator, id, version, folder, modules, what] = process.argv.slice(2);
const require = createRequire(resolve(modules, "node_modules") + "/");
const { chromium } = require("playwright-core");
const axeFile = require.resolve("axe-core/axe.min.js");

const found = { problems: [], axe: [] };
const name = id.slice(id.lastIndexOf("/") + 1);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Opens the page, and notes every error that the browser reports. */
async function open(options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("console", message => message.type() === "error" && found.problems.push("console: " + message.text()));
  page.on("pageerror", error => found.problems.push("page: " + error.message));
  page.on("request", request => !request.url().startsWith(page0) && found.problems.push("foreign request: " + request.url()));
  await page.goto(page0);
  await page.waitForFunction(() => document.querySelector("#live").dataset.live === "yes");
  await page.waitForFunction(() => document.querySelectorAll("#resource-rows button").length > 0);
  await page.waitForFunction(() => document.querySelectorAll("#source-rows td").length > 1);
  return page;
}

/** Serious and critical findings of axe. The script goes in by the debugger, so the page's content policy stays in force. */
async function axe(page, where) {
  const source = await (await import("node:fs/promises")).readFile(axeFile, "utf8");
  await page.evaluate(source);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  found.axe.push(...result.violations
    .filter(each => ["serious", "critical"].includes(each.impact))
    .map(each => `${where}: ${each.id}: ${each.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`));
  found.axeRules = (found.axeRules ?? 0) + result.passes.length;
}

async function shot(page, file, fullPage = true) {
  if (file !== "details.png") await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(folder, file), fullPage });
}

async function patch(team) {
  const answer = await fetch(`${simulator}${id}?api-version=${version}`, {
    method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ tags: { team } }) });
  if (!answer.ok) found.problems.push(`the simulator answers with ${answer.status}`);
}

/** Notes in the page when the event of a change appears. */
async function measureEvent(page) {
  const shown = page.evaluate(wanted => new Promise(done => {
    new MutationObserver(() => {
      const item = [...document.querySelectorAll("#event-rows li[data-type='resource.changed']")]
        .find(each => each.textContent.includes(wanted));
      if (item) done({ id: item.dataset.id, at: Date.now() });
    }).observe(document.querySelector("#event-rows"), { childList: true });
  }), name);
  await patch("blue");
  const { id: eventId, at } = await shown;
  const events = await (await fetch(`${page0}api/v1/events?resource=${encodeURIComponent(id)}`)).json();
  const event = events.items.find(each => each.id === eventId);
  found.millis = at - Date.parse(event.data.observedAt);
}

async function search(page) {
  await page.fill("#text", name.toUpperCase());
  await page.waitForFunction(wanted => {
    const rows = [...document.querySelectorAll("#resource-rows button.link")];
    return rows.length > 0 && rows.every(row => row.title.toLowerCase().includes(wanted.toLowerCase()));
  }, name);
  found.searched = await page.textContent("#resources-count");
  await page.fill("#text", "");
}

async function filter(page) {
  const source = await page.evaluate(() => document.querySelector("#source").options[1].value);
  await page.selectOption("#source", source);
  await page.waitForFunction(wanted => {
    const cells = [...document.querySelectorAll("#resource-rows td[data-label=Source]")];
    return cells.length > 0 && cells.every(cell => cell.textContent === wanted);
  }, source);
  await page.selectOption("#source", "");
  await page.selectOption("#state", "deleted");
  await page.waitForFunction(() => document.querySelector("#resource-rows .empty"));
  await page.selectOption("#state", "");
  await page.waitForFunction(() => document.querySelectorAll("#resource-rows button.link").length > 0);
}

async function details(page) {
  await page.fill("#text", name);
  await page.click(`#resource-rows button.link[title$="/${name}" i]`);
  await page.waitForSelector("#detail[open] pre");
  found.state = await page.textContent("#detail pre");
  await axe(page, "details");
  await shot(page, "details.png", false);
  await page.click("#detail form button");
  await page.fill("#text", "");
  await page.click(`#event-rows li[data-type='resource.changed'] summary`);
  found.event = await page.textContent("#event-rows details[open] pre");
  await page.click(`#event-rows details[open] summary`);
}

/** Pauses a source, resumes it, and polls a resource. */
async function signals() {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  const sent = [];
  page.on("request", request => request.method() === "POST" && sent.push({
    body: request.postDataJSON(), authorization: request.headers().authorization ?? null }));
  const row = page.locator("#source-rows tr", { hasText: "maps-keys" });
  await page.click("#tokens summary");
  await page.fill("#token", "secret");
  await row.locator("button", { hasText: "Pause" }).click();
  await row.locator(".tag", { hasText: "paused" }).waitFor();
  await shot(page, "paused.png", false);
  await row.locator("button", { hasText: "Resume" }).click();
  await row.locator("button", { hasText: "Pause" }).waitFor();
  await page.click("#resource-rows button.link");
  await page.click("#detail button:has-text('Poll now')");
  await page.waitForSelector("#detail .answer:not(:empty)");
  found.polled = await page.textContent("#detail .answer");
  found.signals = sent;
}

try {
  if (what === "many") {
    const page = await open({ viewport: { width: 1440, height: 900 } });
    const begun = Date.now();
    await search(page);
    found.searchMillis = Date.now() - begun;
    await page.click("#next");
    await page.waitForFunction(() => document.querySelector("#range").textContent.startsWith("26–50"));
    found.range = await page.textContent("#range");
    await shot(page, "many.png", false);
  } else {
    const page = await open({ viewport: { width: 1440, height: 900 } });
    await measureEvent(page);
    await search(page);
    await filter(page);
    await details(page);
    await axe(page, "light");
    await shot(page, "desktop.png", false);
    await shot(page, "desktop-full.png");
    const phone = await open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    found.overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await axe(phone, "phone");
    await shot(phone, "phone.png", false);
    await phone.evaluate(() => document.querySelector("#resources").scrollIntoView());
    await phone.screenshot({ path: join(folder, "phone-resources.png") });
    const dark = await open({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
    await axe(dark, "dark");
    await shot(dark, "dark.png", false);
    await signals();
  }
} catch (failure) {
  found.problems.push(String(failure.stack ?? failure));
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
