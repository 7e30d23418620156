// What a page must be like, each as the list of what is wrong.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MOST = 5;

/** Nothing was said on the console and nothing asked for but the file itself. */
export function quiet(heard, url) {
  const own = (asked) => asked === url || asked.startsWith(`${url}#`);
  const asked = heard.asked.filter((one) => !own(one)).map((one) => `asked for ${one}`);
  return [...heard.said, ...asked].slice(0, MOST);
}

/** No horizontal scroll, and no two texts on top of each other. */
export async function fits(tab) {
  return tab.evaluate((most) => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter(
        (e) => e.getBoundingClientRect().right > root.clientWidth + 1,
      );
      const named = wide.slice(-3).map((e) => `${e.tagName}.${e.getAttribute("class")}`);
      found.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}, by ${named.join(" ")}`);
    }
    // Texts for screen readers alone lie in a box of a pixel.
    const isForScreenReaders = (element) => {
      for (let e = element; e && e !== document.body; e = e.parentElement) {
        if (getComputedStyle(e).clipPath === "inset(50%)") return true;
      }
      return false;
    };
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && texts.length < 4000) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (!node.textContent.trim() || parent.closest("title, desc, script, style, option, template")) continue;
      if (!parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true })) continue;
      if (isForScreenReaders(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 2 && box.height > 2) texts.push({ box, text: node.textContent.trim(), parent });
      }
    }
    texts.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < texts.length && found.length < most; i++) {
      for (let j = i + 1; j < texts.length && texts[j].box.top < texts[i].box.bottom; j++) {
        const [a, b] = [texts[i], texts[j]];
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        // Lines of one paragraph may touch; what is read needs a third of its height for itself.
        if (across > 2 && down > Math.min(a.box.height, b.box.height) / 3) {
          found.push(`"${a.text.slice(0, 30)}" lies on "${b.text.slice(0, 30)}"`);
          break;
        }
      }
    }
    return found;
  }, MOST);
}

/** No rule of axe-core is broken. */
export async function accessible(tab) {
  await tab.evaluate(AXE);
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 120)})`);
}

/** Nothing that people wrote became code: pages that mean harm would set `globalThis.harmed`. */
export async function inert(tab) {
  for (const link of await tab.locator("a[href]:visible").all().then((all) => all.slice(0, 200))) {
    const href = await link.getAttribute("href");
    if (!/^(#|https?:\/\/|mailto:)/.test(href)) return [`a link to ${href}`];
  }
  return tab.evaluate(async () => {
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of element.attributes) if (name.startsWith("on")) return [`an attribute ${name}`];
    }
    for (const event of ["mouseover", "focus", "click", "load", "error"]) {
      document.querySelectorAll("img, svg, main *").forEach((e, i) => i < 2000 && e.tagName !== "A" && e.dispatchEvent(new Event(event)));
    }
    await new Promise((done) => setTimeout(done, 50));
    const count = document.querySelectorAll("script").length;
    const foreign = document.querySelectorAll("iframe, object, embed, img, link, base, form[action]").length;
    return [
      ...(globalThis.harmed ? ["a script of what people wrote has run"] : []),
      ...(count > 1 ? [`${count} scripts`] : []),
      ...(foreign ? [`${foreign} elements that may load something`] : []),
    ];
  });
}

/** Each filter leaves in what it says, and taking it back shows all again. */
export async function filters(tab) {
  const found = [];
  const shown = () => tab.locator("[data-o]:visible").count();
  const all = await shown();
  const menus = await tab.locator("select:visible").all();
  if (all > 1 && menus.length === 0) found.push("no filters");
  for (const menu of menus) {
    const values = await menu.locator("option").evaluateAll((options) => options.map((o) => o.value));
    let most = 0;
    for (const value of values.filter(Boolean).slice(0, 6)) {
      await menu.selectOption(value);
      most = Math.max(most, await shown());
      if ((await shown()) === 0) found.push(`nothing is left by ${value}`);
    }
    if (most > all) found.push("a filter shows more than there is");
    await menu.selectOption("");
    if ((await shown()) !== all) found.push(`after ${await menu.getAttribute("id")} was taken back ${await shown()} of ${all} are shown`);
  }
  return found;
}

/** All that is said is said without script, too. */
export async function sameWithoutScript(tab, chrome, url) {
  const words = (page) => page.locator("main").innerText();
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 } });
  const scripted = await context.newPage();
  await scripted.goto(url);
  await scripted.evaluate(() => document.getElementById("filters")?.remove());
  const withScript = await words(scripted);
  await context.close();
  const lines = new Set((await words(tab)).split("\n").map((l) => l.trim()));
  const missing = withScript.split("\n").map((l) => l.trim()).filter((l) => l && !lines.has(l));
  return missing.slice(0, MOST).map((line) => `only with script: ${line.slice(0, 80)}`);
}

/** On paper it fits, and becomes a PDF. */
export async function prints(chrome, url, path) {
  const context = await chrome.newContext({ viewport: { width: 794, height: 1123 }, colorScheme: "dark" });
  const tab = await context.newPage();
  await tab.goto(url);
  await tab.emulateMedia({ media: "print" });
  const found = (await fits(tab)).map((said) => `print: ${said}`);
  const ground = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (!["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(ground)) found.push(`print: paper of ${ground}`);
  const pdf = await tab.pdf({ path, format: "A4", printBackground: true });
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) found.push("print: no PDF");
  await context.close();
  return found;
}

/** It answers within two seconds of being opened. */
export async function ready(chrome, url) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const start = Date.now();
  await tab.goto(url, { waitUntil: "load" });
  await tab.locator("select:visible").first().selectOption({ index: 1 });
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const seconds = (Date.now() - start) / 1000;
  await context.close();
  console.log(`        opened, filtered and drawn in ${seconds.toFixed(2)} s`);
  return seconds > 2 ? [`interactive only after ${seconds.toFixed(2)} s`] : [];
}
