// Pictures of the report for the READMEs:  node pictures.mjs FOLDER PLAN OUT
// The same report gives the same pictures wherever the same Chromium and fonts are.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const [folder, plan, out] = process.argv.slice(2);
const browser = await launch();

async function take(name, page, options, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, reducedMotion: "reduce", ...options });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(join(folder, page)).href);
  if (options.locale === "en") await tab.click("#language");
  await prepare(tab);
  await tab.waitForTimeout(300);
  await tab.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}

const figure = async (tab) => {
  await tab.locator(".f.error").nth(1).evaluate((element) => element.scrollIntoView({ block: "center" }));
  await tab.locator(".f.error").nth(1).hover();
};
for (const locale of ["vi", "en"]) {
  await take(`overview-${locale}`, "index.html", { locale });
  await take(`plan-${locale}`, `plans/${plan}.html`, { locale }, figure);
}
await take("plan-dark", `plans/${plan}.html`, { locale: "vi", colorScheme: "dark" }, figure);
await take("phone", `plans/${plan}.html`, { locale: "vi", viewport: { width: 360, height: 740 } }, (tab) =>
  tab.locator(".finding.error").first().evaluate((element) => element.scrollIntoView({ block: "center" })));
await browser.close();
