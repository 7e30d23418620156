// The pages that are looked at: every example, a team, a closed quarter, an empty one, one that means harm and
// one of a thousand people.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const EXAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), "../../examples");

/** Every page, written and named. */
export function pages(okr) {
  const folder = mkdtempSync(join(tmpdir(), "okr-browser-"));
  const page = (name, workspace, day, args = [], more = {}) => {
    const path = join(folder, `${name}.html`);
    const env = { ...process.env, OKR_TODAY: day, OKR_USER: "maria", LC_ALL: "C.UTF-8" };
    const done = spawnSync(resolve(okr), ["-C", workspace, "report", "-o", path, ...args], { env, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
    return { name, url: pathToFileURL(path).href, kilobytes: Math.ceil(statSync(path).size / 1024), ...more };
  };
  const example = (name) => join(EXAMPLES, name);
  const big = thousand(join(folder, "thousand"));
  return [
    page("acme", example("acme"), "2026-08-14"),
    page("acme-team", example("acme"), "2026-08-14", ["--team", "customer-success"], { most: 300 }),
    page("acme-closed", example("acme"), "2026-10-02", ["--cycle", "2026-Q2"]),
    page("acme-first-day", example("acme"), "2026-07-01"),
    page("saas", example("saas"), "2026-09-20"),
    page("shop", example("shop"), "2026-08-21"),
    page("ride", example("ride"), "2026-10-15"),
    page("empty", empty(join(folder, "nothing")), "2026-08-14"),
    page("harm", harm(join(folder, "harm")), "2026-08-14"),
    page("thousand", big, "2026-08-14", [], { most: 5120, big: true }),
    page("thousand-team", big, "2026-08-14", ["--team", "team-07"], { most: 300 }),
  ];
}

/** Writes files below a folder. */
function workspace(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function empty(root) {
  return workspace(root, { "okr.toml": "format = 1\n" });
}

const HARM = [
  "<script>globalThis.harmed=1</script>",
  '"><img src=x onerror="globalThis.harmed=1">',
  "</style></title></textarea><svg onload=globalThis.harmed=1>",
  "'-globalThis.harmed=1-' ${globalThis.harmed=1} {{constructor.constructor('globalThis.harmed=1')()}}",
  "javascript:globalThis.harmed=1",
  "\u202e<b>evil</b>\u0085 \u001b[31m &lt;script&gt; --><!-- ]]>",
].join(" ");

function harm(root) {
  const text = JSON.stringify(HARM).replaceAll("\u0085", "\\u0085").replaceAll("\u202e", "\\u202e");
  const link = '"javascript:globalThis.harmed=1"';
  return workspace(root, {
    "okr.toml": `format = 1\nmission = ${text}\n[people.maria]\nname = ${text}\n`,
    "2026-Q3/grow.toml":
      `objective = ${text}\nwhy = ${text}\nowner = "maria"\nguardrails = ["kpis/load"]\ntags = [${text}]\n` +
      `initiatives = [{ title = ${text}, url = ${link} }, { title = "sound", url = "https://example.com/a?b=1&c='\\"" }]\n` +
      `[review]\non = 2026-08-01\nworked = ${text}\n` +
      `[key_results.calls]\ntitle = ${text}\nunit = ${text}\nbaseline = 0\ntarget = 10\n` +
      `[key_results.load]\nkpi = "kpis/load"\nbaseline = 5\n` +
      `[key_results.plan]\ntitle = "Plan"\nkind = "effort"\nmilestones = [{ id = "a", title = ${text} }]\n`,
    "kpis/load.toml":
      `name = ${text}\nunit = ${text}\nmeasure = ${text}\nsource = ${text}\ncategory = ${text}\nowner = "maria"\n` +
      `direction = "increase"\nfrequency = "weekly"\n[targets]\n2026-Q3 = 9\n`,
    ...Object.fromEntries(
      [...Array(8).keys()].map((i) => [
        `2026-Q3/checkins/2026-07-${10 + i}-091233-maria-000${i}.toml`,
        `date = 2026-07-${10 + i}\nby = "maria"\nplan = ${text}\nblockers = [${text}]\nwins = [${text}]\n` +
          `[[update]]\nkr = "grow.calls"\nvalue = ${i}\nconfidence = 0.5\nnote = ${text}\nblocker = ${text}\n` +
          `[[update]]\nkpi = "kpis/load"\nvalue = ${5 + ((i * 7) % 4)}\nnote = ${text}\n`,
      ]),
    ),
  });
}

/** A thousand people in fifty teams: an objective each, three key results, a check-in every fortnight. */
function thousand(root) {
  const files = { "okr.toml": "format = 1\n" };
  const two = (n) => String(n).padStart(2, "0");
  for (let person = 0; person < 1000; person++) {
    const [team, name] = [`team-${two(person % 50)}`, `person${person}`];
    const owner = `p${person}`;
    const key = (i) =>
      `[key_results.k${i}]\ntitle = "Raise measure ${i} of area ${person} for its customers"\nbaseline = 0\ntarget = ${100 + i}\nunit = "%"\n`;
    files[`2026-Q3/${team}/${name}.toml`] =
      `objective = "Make area ${person} a place that customers recommend"\nowner = "${owner}"\n${[0, 1, 2].map(key).join("")}`;
    for (let week = 0; week < 3; week++) {
      const day = `2026-07-${two(6 + week * 8)}`;
      const updates = [0, 1, 2].map(
        (i) => `[[update]]\nkr = "${team}/${name}.k${i}"\nvalue = ${(week + 1) * 9 + ((person + i) % 11)}\nconfidence = 0.7\nnote = "Going as planned in week ${week}"\n`,
      );
      files[`2026-Q3/checkins/${day}-09${two(person % 60)}00-${owner}-${person.toString(16).padStart(4, "0")}.toml`] =
        `date = ${day}\nby = "${owner}"\n${updates.join("")}`;
    }
  }
  return workspace(root, files);
}
