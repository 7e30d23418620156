// Opens what `okr report` writes in a real browser, as people do: on a phone, a laptop, a wide screen and
// on paper, in light and dark, with and without script.
//
//     npm ci --prefix tests/browser
//     node tests/browser/check.mjs target/debug/okr target/browser
//
// Screenshots and PDFs are kept in the folder named last. Needs Chromium; without it the check fails in CI and
// is left out elsewhere.

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessible, filters, fits, inert, prints, quiet, ready, sameWithoutScript } from "./looks.mjs";
import { pages } from "./pages.mjs";

const [okr, shots = "target/browser"] = process.argv.slice(2);
const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!browser) {
  if (process.env.CI) throw new Error("the report cannot be checked: there is no Chromium");
  console.log("SKIPPED: the report is not checked, for there is no Chromium");
  process.exit(0);
}
rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });

const WIDTHS = [390, 1280, 1920];
const SCHEMES = ["light", "dark"];

const chrome = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
let failed = 0;
try {
  for (const page of pages(okr)) {
    const found = await problems(page);
    failed += found.length;
    console.log(`${found.length ? "FAILED" : "ok"}  ${page.name} (${page.kilobytes} KB)`);
    for (const problem of found) console.log(`    ${problem}`);
  }
} finally {
  await chrome.close();
}
console.log(failed ? `${failed} problems` : `every page looks right; see ${shots}`);
process.exit(failed ? 1 : 0);

/** Everything that is wrong with a page. */
async function problems(page) {
  const found = [];
  if (page.most && page.kilobytes > page.most) found.push(`${page.kilobytes} KB are more than ${page.most}`);
  for (const width of page.big ? [1280] : WIDTHS) {
    for (const scheme of page.big ? ["light"] : SCHEMES) {
      const where = `${width} ${scheme}`;
      await opened(page, { viewport: { width, height: 900 }, colorScheme: scheme }, async (tab, heard) => {
        found.push(...(await fits(tab)).map((said) => `${where}: ${said}`));
        if (!page.big) {
          found.push(...(await accessible(tab)).map((said) => `${where}: ${said}`));
          await tab.screenshot({ path: `${shots}/${page.name}-${width}-${scheme}.png`, fullPage: true });
        }
        found.push(...quiet(heard, page.url).map((said) => `${where}: ${said}`));
      });
    }
  }
  const wide = { viewport: { width: 1280, height: 900 } };
  await opened(page, wide, async (tab, heard) => {
    found.push(...(await inert(tab)), ...(await filters(tab)), ...quiet(heard, page.url));
  });
  await opened(page, { ...wide, javaScriptEnabled: false }, async (tab) => {
    found.push(...(await sameWithoutScript(tab, chrome, page.url)));
  });
  if (page.big) found.push(...(await ready(chrome, page.url)));
  else found.push(...(await prints(chrome, page.url, `${shots}/${page.name}.pdf`)));
  return found;
}

/** Opens a page and listens to all that it says and asks for. */
async function opened(page, options, look) {
  const context = await chrome.newContext(options);
  const tab = await context.newPage();
  const heard = { said: [], asked: [] };
  tab.on("console", (message) => heard.said.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => heard.said.push(`error: ${error.message}`));
  tab.on("dialog", (dialog) => {
    heard.said.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  tab.on("request", (request) => heard.asked.push(request.url()));
  await tab.goto(page.url, { waitUntil: "load" });
  await look(tab, heard);
  await context.close();
}
