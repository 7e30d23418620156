"use strict";
(() => {
const goals = [...document.querySelectorAll(".o")], bar = document.getElementById("filters");
const selects = bar ? [...bar.querySelectorAll("select")] : [];
const values = (goal, key) => (goal.dataset[key] || "").split(" ").filter(Boolean);
const wanted = () => selects.filter(s => s.value);
const fits = (goal, s) => s.dataset.k === "t"
  ? (goal.dataset.t + "/").startsWith(s.value + "/")
  : values(goal, s.dataset.k).includes(s.value);
function apply() {
  const by = wanted();
  let shown = 0;
  for (const goal of goals) {
    goal.hidden = !by.every(s => fits(goal, s));
    shown += goal.hidden ? 0 : 1;
  }
  document.body.classList.toggle("some", by.length > 0);
  bar.querySelector("output").textContent = by.length ? shown + " of " + goals.length : "";
}
function only(key, value) {
  for (const s of selects) s.value = s.dataset.k === key ? value : "";
  apply();
}
for (const select of selects) select.addEventListener("change", apply);
if (bar && goals.length > 1) {
  bar.hidden = false;
  bar.querySelector("button").addEventListener("click", () => only("", ""));
}
document.addEventListener("click", event => {
  const link = event.target.closest("a[data-s],a[data-t]");
  if (link && bar) only(link.dataset.s ? "s" : "t", link.dataset.s || link.dataset.t);
});
function reveal() {
  const at = document.querySelector(":target");
  if (!at) return;
  const closed = [];
  for (let part = at; part; part = part.parentElement) {
    if (part.hidden) only("", "");
    if (part.tagName === "DETAILS" && !part.open) closed.push(part);
  }
  for (const part of closed) part.open = true;
  if (closed.length) at.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();
let before = [];
addEventListener("beforeprint", () => {
  before = [...document.querySelectorAll("details:not([open])")];
  for (const part of before) part.open = true;
});
addEventListener("afterprint", () => { for (const part of before) part.open = false; });
})();
