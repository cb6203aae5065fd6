// Filters, searches and switches what the page already holds. Nothing is loaded, sent or stored: the state
// is kept in the address behind the hash sign. Text is only ever written as text.
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const plain = (text) => text.normalize("NFKC").toLowerCase();

// ---- The entries: those of each rule, or the rule itself where it has none. ----

const clustersOf = (element) => new Set((element.dataset.c || "").split(" "));

function entryOf(element) {
  const { o: outcome, d: decided = "0", k: known = "", t: teams = "" } = element.dataset;
  return { element, outcome, decided, known: known.split(" "), teams: teams.split(" "), clusters: clustersOf(element), text: null };
}

const rules = all("details.card").map((card) => {
  const items = all("li.item", card).map(entryOf);
  const { rule: id, area, o: outcome } = card.dataset;
  return { card, id, area, outcome, text: null, bare: items.length === 0, entries: items.length ? items : [entryOf(card)] };
});
const total = rules.reduce((sum, rule) => sum + rule.entries.length, 0);

// The words of an entry, read off the page when a search first needs them; both languages are in them.
function wordsOf(entry) {
  entry.text ??= plain(entry.element.textContent);
  return entry.text;
}

function wordsOfRule(rule) {
  if (rule.text === null) {
    const parts = rule.card.querySelectorAll(":scope > summary, :scope > .body > .about");
    rule.text = plain(rule.id + " " + [...parts].map((part) => part.textContent).join(" "));
  }
  return rule.text;
}

// ---- The filter. ----

const form = byId("filter");
const chosen = { area: byId("f-area"), cluster: byId("f-cluster"), rule: byId("f-rule"), decided: byId("f-decided") };
// Only a report with a baseline tells what is new.
if (byId("f-known")) chosen.known = byId("f-known");
// Only a report with a plan tells who does what.
if (byId("f-team")) chosen.team = byId("f-team");
const actions = all("li.action");
const teams = all("input[name=team]");
const boxes = form ? all("input[name=o]", form) : [];
let shown = total;

// Entries in sections that a filter opens; a browser lays out what is open.
const mostOpen = 500;

function wanted() {
  return {
    words: plain(byId("q").value).split(/\s+/).filter(Boolean),
    outcomes: new Set(boxes.filter((box) => box.checked).map((box) => box.value)),
    area: chosen.area.value,
    cluster: chosen.cluster.value,
    rule: chosen.rule.value,
    decided: chosen.decided.value,
    known: chosen.known ? chosen.known.value : "",
    team: chosen.team ? chosen.team.value : "",
  };
}

const restricts = (want) =>
  want.words.length > 0 || want.outcomes.size > 0 || [want.area, want.cluster, want.rule, want.decided, want.known, want.team].some(Boolean);

function matches(rule, entry, want) {
  const { outcomes, cluster, decided, known, team, words } = want;
  // What holds or does not apply is said of a rule; notes may hang on it.
  const calm = (rule.outcome === "pass" || rule.outcome === "na") && outcomes.has(rule.outcome);
  if (outcomes.size && !calm && !outcomes.has(entry.outcome)) return false;
  if (cluster && !entry.clusters.has(cluster)) return false;
  if (decided && entry.decided !== decided) return false;
  if (known && !entry.known.includes(known)) return false;
  if (team && !entry.teams.includes(team)) return false;
  return words.every((word) => wordsOfRule(rule).includes(word) || wordsOf(entry).includes(word));
}

function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

function filter() {
  if (!form) return;
  const want = wanted();
  const active = restricts(want);
  let open = 0;
  shown = 0;
  for (const rule of rules) {
    const possible = (!want.area || want.area === rule.area) && (!want.rule || want.rule === rule.id);
    let found = 0;
    for (const entry of rule.entries) {
      const visible = possible && (!active || matches(rule, entry, want));
      if (!rule.bare) hide(entry.element, !visible);
      if (visible) found += 1;
    }
    hide(rule.card, found === 0);
    if (found) {
      const opens = active ? !rule.bare || Boolean(want.rule) : "open" in rule.card.dataset;
      rule.card.open = opens && (!active || open === 0 || open + found <= mostOpen);
      if (rule.card.open) open += found;
    }
    shown += found;
  }
  const settled = byId("settled");
  if (settled) {
    const some = rules.some((rule) => !rule.card.hidden && settled.contains(rule.card));
    hide(settled, !some);
    // What a filter finds is not behind a fold.
    if (active && some) settled.open = true;
  }
  choose(want.team);
  hide(byId("none"), shown > 0);
  hide(byId("clear"), !active);
  count();
  remember();
}

// The actions of a team; of all without one.
function choose(team) {
  for (const action of actions) hide(action, Boolean(team) && action.dataset.t !== team);
  for (const radio of teams) radio.checked = radio.value === team;
  if (team) for (const fold of all("#plan details.fold")) fold.open = true;
}

function count() {
  const output = byId("count");
  if (!output) return;
  const text = output.getAttribute("data-" + document.documentElement.lang) || "";
  const number = (value) => value.toLocaleString("en");
  output.textContent = text.replace("{n}", number(shown)).replace("{all}", number(total));
}

function clear() {
  byId("q").value = "";
  for (const box of boxes) box.checked = false;
  for (const select of Object.values(chosen)) select.value = "";
}

// ---- Language. ----

const spoken = all("[data-en]");

function speak(lang) {
  // Even the same value again would restyle the whole page.
  if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
  const radio = byId("to-" + lang);
  if (!radio.checked) radio.checked = true;
  for (const element of spoken) {
    const text = element.getAttribute("data-" + lang);
    if (element.id === "q") element.placeholder = text;
    else if (element.id === "copied") element.textContent = "";
    else if (element.id !== "count") element.textContent = text;
  }
  count();
}

// ---- The state in the address. ----

let place = "";

function remember() {
  const state = new URLSearchParams({ lang: document.documentElement.lang });
  if (form) {
    const want = wanted();
    const fields = { q: byId("q").value.trim(), o: [...want.outcomes].join(","), ...want, at: place };
    for (const name of ["q", "o", "area", "team", "cluster", "rule", "decided", "known", "at"]) {
      if (fields[name]) state.set(name, fields[name]);
    }
  }
  try {
    history.replaceState(null, "", "#" + state);
  } catch {
    // A viewer that forbids it only loses the memory.
  }
}

function recall() {
  const hash = location.hash.slice(1);
  const state = new URLSearchParams(hash.includes("=") ? hash : { at: hash });
  const lang = state.get("lang");
  if (lang === "en" || lang === "ja") speak(lang);
  if (form) {
    clear();
    byId("q").value = state.get("q") || "";
    const outcomes = (state.get("o") || "").split(",");
    for (const box of boxes) box.checked = outcomes.includes(box.value);
    for (const [name, select] of Object.entries(chosen)) {
      const value = state.get(name) || "";
      select.value = value;
      if (select.selectedIndex < 0) select.value = "";
    }
  }
  place = "";
  filter();
  const at = state.get("at");
  if (at) go(at);
}

// Goes to a section, a rule or a decision; opens it, and lifts a filter that hides it.
function go(id) {
  const target = byId(id);
  if (!target) return;
  place = id;
  if (target.hidden) {
    clear();
    filter();
  }
  if (target.matches("details")) target.open = true;
  const fold = target.parentElement.closest("details.fold");
  if (fold) fold.open = true;
  target.scrollIntoView();
  const focus = target.matches("details") ? target.querySelector("summary") : target.querySelector(":scope > :is(h2, h3)") || target;
  focus.focus({ preventScroll: true });
  remember();
}

// ---- The map, and the heat maps: one stop of the tab key each, arrow keys within. ----

const linkIn = (cell) => cell && cell.querySelector(":scope > a, :scope > details > summary");

// Not asked of the layout: that would lay out the whole page at once.
const inSight = (link) => !(link.closest("table.few") && link.closest("tr.calm"));

function within(from, key) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  const cell = from.closest("td, th");
  if (!step || linkIn(cell) !== from) return null;
  const { rows } = cell.closest("table");
  let row = cell.parentElement.rowIndex;
  let column = cell.cellIndex;
  for (;;) {
    row += step[0];
    column += step[1];
    if (!rows[row] || column < 0 || column >= rows[row].cells.length && step[1]) return null;
    const link = linkIn(rows[row].cells[column]);
    if (link && inSight(link)) return link;
  }
}

// Makes a table one stop; answers with what chooses the stop anew.
function setUpGrid(table) {
  const links = new Set(all("tbody :is(th, td) > a, tbody td > details > summary", table));
  let current = null;
  const stop = (link) => {
    if (current) current.tabIndex = -1;
    current = link;
    if (current) current.tabIndex = 0;
  };
  const first = () => stop([...links].find(inSight));
  for (const link of links) link.tabIndex = -1;
  first();
  table.addEventListener("focusin", (event) => links.has(event.target) && stop(event.target));
  table.addEventListener("keydown", (event) => {
    const next = within(event.target, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  return first;
}

function setUpMap() {
  const table = document.querySelector("table.map");
  if (!table) return;
  const few = all("tbody tr:not(.calm):not(.group)", table).length > 0;
  const box = byId("map-all");
  box.checked = !few;
  const apply = () => table.classList.toggle("few", !box.checked);
  box.addEventListener("change", apply);
  apply();
  box.addEventListener("change", setUpGrid(table));
}

// ---- Wiring. ----

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = link.getAttribute("href").slice(1);
  if ("only" in link.dataset) {
    clear();
    for (const box of boxes) box.checked = box.value === link.dataset.only;
    filter();
  } else if ("cluster" in link.dataset) {
    clear();
    chosen.rule.value = byId(id).dataset.rule;
    chosen.cluster.value = link.dataset.cluster;
    filter();
  }
  go(id);
});

for (const radio of all("input[name=lang]")) {
  radio.addEventListener("change", () => {
    speak(radio.value);
    remember();
  });
}

if (form) {
  let timer = 0;
  byId("q").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  form.addEventListener("change", (event) => event.target.id !== "q" && filter());
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    clear();
    filter();
    byId("q").focus();
  });
  const openAll = (open) => {
    for (const rule of rules) if (!rule.card.hidden) rule.card.open = open;
  };
  byId("open").addEventListener("click", () => openAll(true));
  byId("close").addEventListener("click", () => openAll(false));
}

for (const radio of teams) {
  radio.addEventListener("change", () => {
    chosen.team.value = radio.value;
    filter();
  });
}

// Copies what stands before a button. Where a page may not write to the clipboard, what is to be copied is selected.
async function copy(button) {
  const code = button.parentElement.querySelector("code");
  const selection = getSelection();
  selection.selectAllChildren(code);
  let copied = true;
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    copied = document.execCommand("copy");
  }
  if (!copied) return;
  selection.removeAllRanges();
  for (const other of all("button.copy.done")) other.classList.remove("done");
  button.classList.add("done");
  const said = byId("copied");
  said.textContent = said.getAttribute("data-" + document.documentElement.lang);
}

for (const button of all("button.copy")) button.addEventListener("click", () => copy(button));

let closed = [];
addEventListener("beforeprint", () => {
  closed = all("details:not([open])");
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
  closed = [];
});
addEventListener("hashchange", recall);

// The words of the entries are read ahead while there is nothing else to do: then the first search is fast, too.
const unread = rules.flatMap((rule) => rule.entries).reverse();

function readAhead(idle) {
  while (unread.length && idle.timeRemaining() > 2) wordsOf(unread.pop());
  if (unread.length) requestIdleCallback(readAhead);
}

for (const element of all(".js")) element.hidden = false;
setUpMap();
all("table.cells").forEach(setUpGrid);
speak(document.documentElement.lang === "ja" ? "ja" : "en");
recall();
if (form && window.requestIdleCallback) requestIdleCallback(readAhead);
