// The report in a real browser, opened from disk:  node report.mjs FOLDER PLAN HOSTILE LONG
// FOLDER is a report, PLAN the id of a plan with an error and a note, HOSTILE a report of hostile plans, LONG the id of
// a plan cut into parts in it. Prints every fault and ends with status 1 where there is one.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const [folder, plan, hostile, long] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const HOSTILE = "0123456789abcdef";
const DESKTOP = { width: 1400, height: 950 };
const PHONE = { width: 360, height: 740 };

const browser = await launch();
const address = (root, page) => pathToFileURL(join(root, page)).href;

// A page with everything that it may not do taken down.
async function open(root, page, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const tab = await context.newPage();
  tab.faults = [];
  tab.on("dialog", (dialog) => { tab.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on("pageerror", (error) => tab.faults.push(`error: ${error.message}`));
  tab.on("console", (message) => message.type() === "error" && tab.faults.push(`console: ${message.text()}`));
  tab.on("request", (request) => /^(file|data):/.test(request.url()) || tab.faults.push(`request: ${request.url()}`));
  tab.on("popup", () => tab.faults.push("a window was opened"));
  await tab.goto(address(root, page));
  return tab;
}

async function close(tab) {
  assert.deepEqual(tab.faults, []);
  await tab.context().close();
}

const visible = (tab, selector) => tab.locator(selector).first().isVisible();
const lit = (tab) => tab.locator(".f.lit").evaluateAll((figures) => figures.map((figure) => figure.id).sort());

const tests = {
  async "a finding leads to its figures and back"() {
    const tab = await open(folder, "index.html");
    await tab.locator(`.gravest a[href="plans/${plan}.html"]`).click();
    const finding = tab.locator(".finding.error").first();
    const number = (await finding.getAttribute("id")).slice(1);
    const figures = (await finding.getAttribute("data-figures")).split(" ").map((each) => `f${each}`).sort();
    await finding.hover();
    assert.deepEqual(await lit(tab), figures);
    const link = finding.locator(".seen .see").first();
    const target = (await link.getAttribute("href")).slice(1);
    await link.click();
    const figure = tab.locator(`[id="${target}"]`);
    await figure.evaluate((element) => element.matches(":target") || Promise.reject(new Error("not the target")));
    assert.equal(await tab.evaluate(() => document.activeElement.id), target);
    assert.ok(await figure.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    }), "the figure is in view");
    assert.ok(await visible(tab, "#card"), "its card is shown");
    assert.deepEqual(await lit(tab), figures);
    await figure.locator("xpath=following-sibling::a[1]").click();
    assert.equal(new URL(tab.url()).hash, `#n${number}`);
    assert.equal(await tab.evaluate(() => document.activeElement.id), `n${number}`);
    await close(tab);
  },

  async "a figure tells what it counts, by mouse and by keyboard"() {
    const tab = await open(folder, `plans/${plan}.html`);
    const figure = tab.locator(".f.count").first();
    await figure.hover();
    const told = await tab.locator("#card").innerText();
    assert.match(told, /Chỉ tiêu/);
    assert.match(told, /households/);
    await tab.keyboard.press("Escape");
    assert.ok(!await visible(tab, "#card"));
    await tab.mouse.move(0, 0);
    await figure.focus();
    assert.ok(await visible(tab, "#card"));
    assert.equal(await figure.getAttribute("aria-describedby"), "card");
    await tab.keyboard.press("Tab");
    assert.ok(await tab.evaluate(() => document.activeElement.matches(".f, .r")), "Tab goes from figure to figure");
    await close(tab);
  },

  async "findings are filtered by severity"() {
    const tab = await open(folder, `plans/${plan}.html`);
    const count = (severity) => tab.locator(`.finding.${severity}:visible`).count();
    const errors = await count("error");
    const notes = await count("note");
    assert.ok(errors && notes);
    await tab.locator("#show-note").uncheck();
    assert.equal(await count("note"), 0);
    assert.equal(await count("error"), errors);
    assert.equal(await tab.locator(".document .r.note:visible").count(), 0);
    // A link to what is filtered out shows it again.
    const hidden = await tab.locator(".finding.note").first().getAttribute("id");
    await tab.evaluate((id) => { location.hash = id; }, hidden);
    await tab.waitForFunction(() => document.querySelector("#show-note").checked);
    assert.equal(await count("note"), notes);
    await close(tab);
  },

  async "the language is switched and remembered"() {
    const tab = await open(folder, "index.html");
    assert.match(await tab.locator("h1").innerText(), /Tổng quan/);
    await tab.click("#language");
    assert.equal(await tab.evaluate(() => document.documentElement.lang), "en");
    assert.match(await tab.locator("h1").innerText(), /^Overview$/);
    await tab.goto(address(folder, "rules.html"));
    assert.match(await tab.locator("h1").innerText(), /^Rules$/);
    assert.equal(await tab.locator("nav").first().getAttribute("aria-label"), "Pages");
    assert.equal(await tab.locator(".vi:visible").count(), 0);
    await tab.click("#language");
    assert.match(await tab.locator("h1").innerText(), /^Quy tắc$/);
    assert.equal(await tab.locator(".en:visible").count(), 0);
    await close(tab);
  },

  async "light and dark: as the system says, and as one chooses"() {
    const tab = await open(folder, "index.html", { colorScheme: "dark" });
    const paper = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await tab.click("#theme");
    const light = await paper();
    assert.notEqual(light, dark);
    await tab.reload();
    assert.equal(await paper(), light);
    await close(tab);
  },

  async "without script the pages are whole, in Vietnamese"() {
    const tab = await open(folder, `plans/${plan}.html`, { javaScriptEnabled: false });
    assert.ok(await visible(tab, ".finding.error"));
    assert.equal(await tab.locator(".en:visible").count(), 0);
    assert.equal(await tab.locator(".switches:visible").count(), 0);
    await tab.locator("#show-error").uncheck();
    assert.ok(!await visible(tab, ".finding.error"));
    await tab.goto(address(folder, "index.html"));
    assert.ok(await visible(tab, ".bars svg"));
    await close(tab);
  },

  async "plans are searched without diacritics"() {
    const tab = await open(folder, "plans.html");
    const all = await tab.locator("tbody tr:visible").count();
    await tab.fill("#search", "nam cuom");
    assert.ok(await tab.locator("tbody tr:visible").count() < all);
    assert.match(await tab.locator("tbody tr:visible").first().innerText(), /Nậm Cuồm|Nậm/);
    await close(tab);
  },

  async "a hostile plan runs nothing"() {
    const own = readdirSync(join(folder, "plans")).map((name) => [folder, `plans/${name}`]);
    const made = ["index.html", "plans.html", "rules.html", `plans/${HOSTILE}.html`].map((page) => [hostile, page]);
    for (const [root, page] of [...made, [folder, "index.html"], [folder, "plans.html"], ...own]) {
      const tab = await open(root, page);
      for (const figure of (await tab.locator(".f").all()).slice(0, 3)) await figure.focus();
      await tab.click("#language");
      await tab.locator("details").evaluateAll((found) => found.forEach((each) => { each.open = true; }));
      await tab.waitForTimeout(200);
      assert.equal(await tab.evaluate(() => window.hacked), undefined);
      await close(tab);
    }
  },

  async "the policy stops what escaping would let through"() {
    const tab = await open(folder, "index.html");
    await tab.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.hacked = 1";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hacked=2'><p style='color:red'>x</p>");
    });
    await tab.waitForTimeout(200);
    assert.equal(await tab.evaluate(() => window.hacked), undefined);
    assert.ok(tab.faults.some((fault) => /Content Security Policy/.test(fault)));
    await tab.context().close();
  },

  async "a figure on another part of a long plan is found there"() {
    const first = await open(hostile, `plans/${long}.html`);
    const last = await first.locator(".parts a").last().getAttribute("data-last");
    await first.goto("about:blank");
    await first.goto(`${address(hostile, `plans/${long}.html`)}#f${last}`);
    await first.waitForURL(/-\d+\.html#f/);
    assert.equal(await first.evaluate(() => document.activeElement.id), `f${last}`);
    await close(first);
  },
};

const pages = ["index.html", "plans.html", "rules.html", "dictionary.html", `plans/${plan}.html`];

for (const page of pages) {
  for (const colorScheme of ["light", "dark"]) {
    tests[`axe finds no serious fault: ${page}, ${colorScheme}`] = async () => {
      const tab = await open(folder, page, { colorScheme });
      await tab.locator("details").evaluateAll((found) => found.forEach((each) => { each.open = true; }));
      await tab.evaluate(axe);
      const { violations, passes } = await tab.evaluate(() => window.axe.run());
      assert.ok(passes.some(({ id }) => id === "color-contrast"), "colours were looked at");
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(grave.map(({ id, nodes }) => [id, nodes.length, nodes[0].html, nodes[0].failureSummary]), []);
      await close(tab);
    };
  }
  tests[`nothing is wider than a phone: ${page}`] = async () => {
    for (const lang of ["vi", "en"]) {
      const tab = await open(folder, page, { viewport: PHONE });
      if (lang === "en") await tab.click("#language");
      const width = await tab.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= PHONE.width, `${width} px`);
      await close(tab);
    }
  };
  tests[`prints on A4: ${page}`] = async () => {
    const tab = await open(folder, page);
    await tab.emulateMedia({ media: "print" });
    assert.equal(await tab.locator(".top:visible").count(), 0);
    const pdf = await tab.pdf({ preferCSSPageSize: true });
    assert.ok(pdf.length > 5_000);
    await close(tab);
  };
}

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
