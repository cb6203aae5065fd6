// Drives the pages that tests/browser.rs wrote (folder in PAGES) in Chromium.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const pages = process.env.PAGES ?? assert.fail("PAGES names the folder of the pages");
const onPath = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
  process.env.PATH.split(delimiter).map((folder) => join(folder, name)));
const executablePath = [process.env.CHROMIUM, ...onPath].find((path) => path && existsSync(path))
  ?? assert.fail("Chromium is not installed; scripts/test installs it, or name one in CHROMIUM");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
});
after(() => browser?.close());

// Opens a page, hands it over, and then holds it to what must never happen on any page.
async function on(name, work, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const file = pathToFileURL(join(pages, `${name}.html`)).href;
  const wrong = [];
  page.on("request", (request) => request.url().split("#")[0] === file || wrong.push(`request ${request.url()}`));
  page.on("dialog", async (dialog) => { wrong.push(`dialog ${dialog.message()}`); await dialog.dismiss(); });
  page.on("console", (message) => wrong.push(`console ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error ${error.message}`));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  });
  await page.goto(file + hash);
  if (options.javaScriptEnabled !== false) await page.evaluate(() => document.fonts.ready);
  try {
    await work(page);
    if (options.javaScriptEnabled !== false) assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

const visible = (page, selector) => page.locator(selector).filter({ visible: true });
const counted = (page) => page.locator("#count").textContent();
// The signs of the legend, worst first.
const signs = async (page) => (await visible(page, ".legend i[aria-hidden]:not(.empty)").allInnerTexts());
const inEnglish = ["×", "?", "!", "?", "□", "≈", "■", "…", "✓", "–"];
const inJapanese = ["×", "?", "△", "?", "□", "≈", "済", "…", "○", "–"];
const lang = (page) => page.evaluate(() => document.documentElement.lang);

describe("the answer", () => {
  test("verdict, numbers and what to do first are on the first screen", () => on("not-ready", async (page) => {
    assert.equal(await page.locator("h1").innerText(), "NOT READY");
    assert.match(await page.title(), /^NOT READY/);
    const first = page.locator(".first li");
    assert.equal(await first.count(), 4);
    for (const part of [page.locator("h1"), page.locator("#tally"), first.first()]) {
      const box = await part.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 900, "within the first screen");
    }
    assert.match(await first.first().innerText(), /Fix:/);
  }));

  test("every kind of report renders", async () => {
    for (const [name, verdict] of [["decided", "READY"], ["cannot-tell", "CANNOT TELL"], ["every-kind", "NOT READY"], ["empty", "CANNOT TELL"]]) {
      await on(name, async (page) => assert.equal(await page.locator("h1").innerText(), verdict));
    }
  });

  test("decisions are told with who, why and until when", () => on("decided", async (page) => {
    const text = await page.locator("#decisions").innerText();
    for (const told of ["K. Sato", "CHG-4711", "M. Abe", "2026-12-31", "without effect", "expired"]) {
      assert.ok(text.includes(told), told);
    }
  }));

  test("without scripts everything is there to read, and the language still switches", () => on("not-ready", async (page) => {
    assert.ok(await page.locator("details.card").first().isVisible());
    assert.equal(await visible(page, "#filter").count(), 0);
    assert.equal(await visible(page, "table.map tr.calm").count() > 0, true);
    await page.locator("label:has(#to-ja)").click();
    assert.equal(await page.locator("h1").innerText(), "準備未完了");
    assert.deepEqual(await signs(page), inJapanese);
  }, { javaScriptEnabled: false }));
});

describe("filter and search", () => {
  test("by outcome, and back", () => on("not-ready", async (page) => {
    const before = await counted(page);
    await page.locator("input[name=o][value=unknown]").check();
    assert.match(await counted(page), /^1 of /);
    assert.equal(await visible(page, "li.item").count(), 1);
    assert.equal(await visible(page, "details.card").count(), 1);
    await page.locator("#clear").click();
    assert.equal(await counted(page), before);
  }));

  test("by area, cluster, prerequisite and decision", async () => {
    await on("not-ready", async (page) => {
      await page.locator("#f-area").selectOption("advice");
      assert.match(await counted(page), /^1 of /);
      await page.locator("#f-area").selectOption("");
      await page.locator("#f-rule").selectOption("vm-no-local-cdrom");
      assert.match(await counted(page), /^2 of /);
      await page.locator("#f-cluster").selectOption("-");
      assert.match(await counted(page), /^0 of /);
      assert.ok(await page.locator("#none").isVisible());
    });
    await on("decided", async (page) => {
      await page.locator("#f-decided").selectOption("1");
      assert.match(await counted(page), /^3 of /);
    });
  });

  test("by what the baseline has", () => on("held", async (page) => {
    const all = await visible(page, "li.item").count();
    assert.match(await page.locator(".altered").innerText(), /Held against last-week\.json/);
    await page.locator("#f-known").selectOption("0");
    assert.equal(await visible(page, "li.item").count(), 4);
    assert.match(page.url(), /known=0/);
    // An entry with a new and a known place is among either, and says which is which.
    const drive = visible(page, "#r-vm-no-local-cdrom li.item").first();
    assert.match(await drive.innerText(), /LMS-DB01[^]*known[^]*LAB-DB09/);
    await page.locator("#f-known").selectOption("1");
    assert.equal(await visible(page, "li.item").count(), 3);
    assert.ok(await drive.isVisible());
    await page.locator("#clear").click();
    assert.equal(await visible(page, "li.item").count(), all, "nothing is hidden");
  }));

  test("a question shows where its cluster is chosen", () => on("held", async (page) => {
    const questions = visible(page, "#r-ha-redundant-net-same-subnet li.item.manual");
    assert.equal(await questions.count(), 2);
    await page.locator("#f-cluster").selectOption("1");
    assert.equal(await questions.count(), 1);
    assert.match(await questions.innerText(), /LAB-DB09/);
  }));

  test("search finds objects, also those behind a disclosure, in either language", () => on("not-ready", async (page) => {
    for (const [words, found] of [["lms-db01 cd/dvd", 1], ["LMS-APP311", 1], ["Vlan120-App 別のネットワーク", 1], ["no such thing", 0]]) {
      await page.locator("#q").fill(words);
      await page.waitForFunction((found) => document.getElementById("count").textContent.startsWith(`${found} of `), found);
    }
  }));

  test("a number of the verdict shows its entries", () => on("not-ready", async (page) => {
    await page.locator("#tally .chip.fail").click();
    assert.ok(await page.locator("input[name=o][value=fail]").isChecked());
    assert.ok((await visible(page, "li.item").count()) >= 3);
    assert.equal(await visible(page, "li.item:not(.fail)").count(), 0);
  }));

  test("a mark of the map shows what is behind it", () => on("not-ready", async (page) => {
    await page.locator("table.map td.fail a").first().click();
    assert.equal(await visible(page, "details.card").count(), 1);
    assert.ok(await page.evaluate(() => document.activeElement.matches("summary")));
  }));

  test("the state survives in the address", async () => {
    await on("not-ready", async (page) => {
      await page.locator("label:has(#to-ja)").click();
      await page.locator("input[name=o][value=warn]").check();
      assert.match(page.url(), /#lang=ja&o=warn$/);
      await page.reload();
      assert.equal(await lang(page), "ja");
      assert.ok(await page.locator("input[name=o][value=warn]").isChecked());
    });
    await on("not-ready", async (page) => {
      assert.ok(await page.locator("#r-vm-no-local-cdrom").evaluate((card) => card.open));
    }, { hash: "#r-vm-no-local-cdrom" });
  });
});

describe("language", () => {
  const japanese = /[぀-ヿ一-鿿]/;

  test("switches every word in place", () => on("not-ready", async (page) => {
    assert.equal(await lang(page), "en");
    await page.evaluate(() => { window.stays = true; });
    await page.locator("label:has(#to-ja)").click();
    assert.equal(await lang(page), "ja");
    assert.equal(await page.locator("h1").innerText(), "準備未完了");
    assert.match(await page.title(), /^準備未完了/);
    assert.match(await counted(page), /件中/);
    assert.match(await page.locator("#q").getAttribute("placeholder"), japanese);
    assert.equal(await visible(page, "span[lang=en]").count(), 0);
    assert.ok(await page.evaluate(() => window.stays), "not loaded again");
  }));

  test("switches the signs: a circle is a pass in Japanese, and nothing in English", () => on("not-ready", async (page) => {
    const cell = visible(page, "table.map td.warn i").first();
    assert.deepEqual(await signs(page), inEnglish);
    assert.equal(await cell.innerText(), "!");
    assert.equal((await visible(page, "i").allInnerTexts()).filter((sign) => /[○●△済]/.test(sign)).length, 0);
    await page.locator("label:has(#to-ja)").click();
    assert.deepEqual(await signs(page), inJapanese);
    assert.equal(await visible(page, "table.map td.warn i").first().innerText(), "△");
    const circles = visible(page, "i").filter({ hasText: "○" }).locator("xpath=..");
    for (const circle of await circles.all()) assert.match(await circle.getAttribute("class") ?? "", /\bpass\b/);
  }));

  test("no word of the page stays English in Japanese", () => on("japanese", async (page) => {
    assert.equal(await lang(page), "ja");
    for (const selector of ["h1", "h2", "h3 .title", "h4", "dt", "legend", "th[scope=col]", ".mark span", "label .lab", "button"]) {
      const texts = await visible(page, selector).allInnerTexts();
      const foreign = texts.filter((text) => text && !japanese.test(text) && !/^(LMS-HA|HA|vMotion|vCenter Server)$/.test(text));
      assert.deepEqual(foreign, [], selector);
    }
  }));
});

describe("hostile names", () => {
  test("stay text", () => on("hostile", async (page) => {
    const built = await page.evaluate(() => ({
      images: document.querySelectorAll("img, svg, iframe, object, embed, link, base").length,
      scripts: document.scripts.length,
      styles: document.querySelectorAll("style").length,
      headings: document.querySelectorAll("h1").length,
      handlers: [...document.querySelectorAll("*")].filter((element) => [...element.attributes].some((attribute) => attribute.name.startsWith("on"))).length,
      links: [...document.querySelectorAll("a")].filter((link) => !link.getAttribute("href").startsWith("#")).length,
    }));
    assert.deepEqual(built, { images: 0, scripts: 1, styles: 2, headings: 1, handlers: 0, links: 0 });
    assert.match(await page.title(), /^NOT READY/);
    const text = await page.locator("main").textContent();
    for (const name of ["<img src=x onerror=", "</script><script>", "&lt;b&gt;&#60;script&#62;", "]]>--><svg onload=alert(1)>", "<U+202E>gnp.exe"]) {
      assert.ok(text.includes(name), name);
    }
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b\0\u001b]/);
  }));

  test("may be searched for", () => on("hostile", async (page) => {
    await page.locator("#q").fill("<img src=x onerror=");
    await page.waitForFunction(() => !document.getElementById("clear").hidden);
    assert.ok((await visible(page, "li.item").count()) > 0);
  }));

  test("even if markup got in, the policy stops it", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(pages, "not-ready.html")).href);
    const stopped = await page.evaluate(async () => {
      const seen = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
      try { document.body.innerHTML += "<b>"; } catch { seen.push("innerHTML"); }
      const script = document.createElement("script");
      try { script.textContent = "document.title = 'owned'"; } catch { seen.push("script text"); }
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.invalid/x.png";
      document.body.append(image);
      await new Promise((done) => { image.onerror = done; });
      return seen;
    });
    assert.ok(stopped.includes("innerHTML") && stopped.some((what) => what.startsWith("img-src")), String(stopped));
    assert.match(await page.title(), /^NOT READY/);
    await context.close();
  });
});

describe("keyboard and screen reader", () => {
  test("a walk from the skip link to a finding", () => on("not-ready", async (page) => {
    const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);
    await page.keyboard.press("Tab");
    assert.equal(await at(), "skip");
    assert.ok((await page.locator(".skip").boundingBox()).y >= 0, "the skip link shows when it has the focus");
    await page.keyboard.press("Enter");
    assert.equal(await at(), "main");
    const seen = new Set();
    let stops = 0;
    for (; stops < 80 && !seen.has("q"); stops += 1) {
      await page.keyboard.press("Tab");
      const here = await at();
      seen.add(here);
      const ring = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      });
      assert.ok(ring, `${here} shows its focus`);
    }
    assert.ok(seen.has("map-all") && seen.has("q"), [...seen].join(", "));
    assert.ok(stops < 40, `the map is one stop: ${stops}`);
    await page.keyboard.type("LMS-DB01");
    await page.waitForFunction(() => document.getElementById("count").textContent.startsWith("1 of "));
    await page.locator("details.card:visible summary").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("details.card:visible").evaluate((card) => card.open), false);
  }));

  test("the language switch is a group of radio buttons", () => on("not-ready", async (page) => {
    await page.locator("#to-en").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await lang(page), "ja");
  }));

  for (const [name, options] of [
    ["heat", {}],
    ["heat-ja", { colorScheme: "dark" }],
    ["matrix", { colorScheme: "dark" }],
    ["matrix-ja", { viewport: { width: 360, height: 740 } }],
    ["whatif", {}],
    ["whatif-ja", { colorScheme: "dark" }],
    ["roll", {}],
    ["not-ready", {}],
    ["japanese", { viewport: { width: 360, height: 740 } }],
    ["decided", { colorScheme: "dark" }],
    ["cannot-tell", { colorScheme: "dark" }],
    ["demo", {}],
    ["demo", { colorScheme: "dark" }],
    ["demo-ja", { viewport: { width: 390, height: 844 } }],
  ]) {
    test(`axe finds nothing on ${name} ${JSON.stringify(options)}`, () => on(name, async (page) => {
      await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
      await page.evaluate(axe);
      const result = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      const found = result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
      assert.deepEqual(found, []);
    }, options));
  }

  for (const name of ["not-ready", "heat", "heat-ja", "matrix", "whatif", "whatif-ja", "demo", "demo-ja", "evil-plan"]) {
    test(`nothing of ${name} is wider than a phone`, () => on(name, async (page) => {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }, { viewport: { width: 360, height: 740 } }));
  }
});

describe("size and paper", () => {
  test("5,000 findings filter with work in proportion, and lay out only what is seen", () => on("large", async (page) => {
    assert.ok((await page.locator("li.item").count()) >= 5000);
    // Counts what a filter touches instead of the time it takes.
    const changes = await page.evaluate(async () => {
      let changes = 0;
      const watch = new MutationObserver((records) => { changes += records.length; });
      watch.observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true });
      const pick = (id, value) => {
        const select = document.getElementById(id);
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      };
      pick("f-cluster", "7");
      pick("f-cluster", "7");
      await Promise.resolve();
      changes += watch.takeRecords().length;
      return changes;
    });
    const items = await page.locator("li.item").count();
    assert.ok(changes <= items + 500, `${changes} changes for ${items} entries`);
    assert.equal(await visible(page, "li.item.fail[data-c], li.item.warn[data-c]").count(), await page.locator("li.item[data-c='7']").count());
    await page.locator("#clear").click();
    const skipped = await page.evaluate(() => {
      const items = [...document.querySelectorAll("li.item")];
      return items.filter((item) => !item.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length;
    });
    assert.ok(skipped > 4000, `${skipped} entries are not laid out`);
    await page.locator("#q").fill("VM-04321");
    await page.waitForFunction(() => document.getElementById("count").textContent.startsWith("1 of "));
  }));

  test("20,000 findings filter and search with work in proportion", () => on("huge", async (page) => {
    const items = await page.locator("li.item").count();
    assert.ok(items >= 20_000);
    // Layout numbers list items anew for each that is hidden, which no count of changes would show.
    assert.equal(await page.locator("li.item").first().evaluate((item) => getComputedStyle(item).display), "block");
    const asked = await page.evaluate(() => {
      let asked = 0;
      const real = Element.prototype.querySelectorAll;
      Element.prototype.querySelectorAll = function (...given) { asked += 1; return real.apply(this, given); };
      document.getElementById("q").value = "vm-00123";
      filter();
      Element.prototype.querySelectorAll = real;
      return asked;
    });
    assert.match(await counted(page), /^1 of /);
    assert.ok(asked <= 100, `${asked} looks into the page: the words of a rule are read once`);
    await page.locator("#clear").click();
    assert.match(await counted(page), /^([\d,]+) of \1 /);
    const open = await page.locator("details.card[open] li.item").count();
    assert.ok(open > 0 && open <= 2_000, `${open} entries stand open`);
  }));

  test("the map of 50 clusters is walked by arrow keys, and its heads stay in sight", () => on("large", async (page) => {
    const first = page.locator("table.map a[tabindex='0']");
    assert.equal(await first.count(), 1);
    await first.focus();
    const cell = () => page.evaluate(() => {
      const of = document.activeElement.closest("td, th");
      return [of.parentElement.rowIndex, of.cellIndex];
    });
    const [row, column] = await cell();
    await page.keyboard.press("ArrowDown");
    assert.ok((await cell())[0] > row);
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await cell(), [row, column]);
    await page.keyboard.press("ArrowRight");
    assert.ok((await cell())[1] > column);
    const scroll = page.locator("#map .scroll");
    await scroll.evaluate((element) => element.scrollTo(600, 500));
    const parts = [scroll, page.locator("table.map thead th").nth(20), page.locator("table.map tbody tr:not(.calm, .group) th").nth(15)];
    const [box, top, left] = await Promise.all(parts.map((part) => part.boundingBox()));
    assert.ok(Math.abs(top.y - box.y) < 3 && Math.abs(left.x - box.x) < 3, JSON.stringify({ box, top, left }));
  }));

  test("prints with everything opened, without its controls", () => on("not-ready", async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator("details:not([open])").count(), 0);
    for (const gone of [".bar nav", ".lang", "#q", "button"]) assert.equal(await visible(page, gone).count(), 0, gone);
    assert.ok(await page.locator("text=LMS-APP312").first().isVisible());
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.ok((await page.locator("details:not([open])").count()) > 0);
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  }));
});

describe("the plan", () => {
  test("stands below the verdict, and the rest in its order", () => on("demo", async (page) => {
    const order = await page.locator("section[id]").evaluateAll((parts) => parts.map((part) => part.id));
    assert.deepEqual(order, ["verdict", "plan", "map", "placing", "wiring", "findings", "waiting", "unread", "holding", "decisions", "run"]);
    assert.equal(await page.locator("li.action").count(), 4);
    assert.equal(await page.locator(".first").count(), 0, "what to do first stands once");
    const first = page.locator("li.action").first();
    const box = await first.boundingBox();
    assert.ok(box.y < 900, "the first action begins on the first screen");
    for (const told of [/host esx03/, /Network/, /nothing that runs notices/, /Why:/, /Clears:/]) assert.match(await first.innerText(), told);
    assert.equal(await page.locator("#settled").evaluate((fold) => fold.open), false);
    assert.equal(await page.locator("#settled .card:is(.pass, .na)").count(), await page.locator(".card:is(.pass, .na)").count());
  }));

  test("a team is chosen by keyboard, for actions and findings alike", () => on("demo", async (page) => {
    await page.locator("input[name=team][value='']").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.value), "network");
    assert.deepEqual(await visible(page, "li.action").evaluateAll((all) => all.map((one) => one.dataset.t)), ["network", "network"]);
    const items = visible(page, "li.item");
    assert.ok((await items.count()) > 0);
    assert.ok(await items.evaluateAll((all) => all.every((item) => item.dataset.t.split(" ").includes("network"))));
    assert.equal(await page.locator("#f-team").inputValue(), "network");
    assert.match(page.url(), /team=network/);
    await page.reload();
    assert.equal(await visible(page, "li.action").count(), 2);
    await page.locator("#f-team").selectOption("virtualisation");
    assert.ok(await page.locator("input[name=team][value=virtualisation]").isChecked());
    await page.locator("#clear").click();
    assert.equal(await visible(page, "li.action").count(), 4);
  }));

  test("what is given to a tool opens by a key, one at a time, and is copied whole", () => on("demo", async (page) => {
    const action = page.locator("li.action").last();
    const [govc, powercli] = [action.locator("details", { hasText: "govc" }).first(), action.locator("details", { hasText: "PowerCLI" })];
    await govc.locator("summary").press("Enter");
    assert.match(await govc.locator("code").innerText(), /^govc device\.disconnect/);
    await powercli.locator("summary").press("Enter");
    assert.equal(await govc.evaluate((part) => part.open), false);
    await page.evaluate(() => {
      window.copied = [];
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied.push(text); } } });
    });
    assert.match(await powercli.locator("code").innerText(), /\[WildcardPattern\]::Escape\('CD\/DVD drive 1'\)/);
    await powercli.locator("button.copy").press("Enter");
    await page.waitForFunction(() => document.getElementById("copied").textContent === "Copied");
    assert.deepEqual(await page.evaluate(() => window.copied), [await powercli.locator("code").textContent()]);
    assert.ok(await powercli.locator("button.copy").evaluate((button) => button.classList.contains("done")));
  }));

  test("each question has its answer to copy", () => on("demo", async (page) => {
    const questions = await page.locator("#waiting .entry").count();
    assert.equal(questions, 13);
    assert.ok((await visible(page, "#waiting .entry button.copy").count()) >= questions);
  }));

  for (const name of ["demo", "demo-ja"]) {
    test(`${name} prints on three pages, with every finding, action and question`, () => on(name, async (page) => {
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      const all = ["li.action", "li.item.fail .say", "li.item.warn .say", "li.item.unknown .say", "#waiting .entry .say", "#unread .entry", ".wired li"];
      for (const part of all) assert.equal(await visible(page, part).count(), await page.locator(part).count(), part);
      for (const gone of ["button", ".snippets", ".copied"]) assert.equal(await visible(page, gone).count(), 0, gone);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
      const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g).length;
      assert.ok(sheets >= 2 && sheets <= 3, `${sheets} pages`);
    }));
  }

  test("names that would break out stay names", () => on("evil-plan", async (page) => {
    assert.ok((await page.locator("li.action").count()) > 0);
    assert.equal(await page.evaluate(() => document.scripts.length), 1);
    assert.equal(await page.locator("img, iframe, object, embed").count(), 0);
    assert.doesNotMatch(await page.title(), /owned/);
    assert.match(await page.locator("#plan").textContent(), /<\/script><script>document\.title='owned'/);
  }));

  test("the picture is read in the dark: what stands on a ground differs from it", () => on("demo", async (page) => {
    const [ground, ink] = await page.evaluate(() => ["rect.row", "text.word"].map((part) =>
      getComputedStyle(document.querySelector(`#wiring span[lang=en] ${part}`)).fill.match(/\d+/g).map(Number)));
    const light = (rgb) => {
      const [r, g, b] = rgb.map((part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [dark, bright] = [light(ground), light(ink)].sort((a, b) => a - b);
    assert.ok((bright + 0.05) / (dark + 0.05) >= 4.5, `${ground} on ${ink}`);
    assert.equal(await page.locator("#wiring text.word").first().evaluate((text) => getComputedStyle(text).fontSize), "11px");
  }, { colorScheme: "dark" }));
});

describe("placing", () => {
  const heats = (page) => page.locator("table.cells");
  // A cell by the first words of its row and by its host.
  const cellOf = async (page, row, host) => {
    const table = heats(page).first();
    const heads = await table.locator("thead th").allInnerTexts();
    const line = table.locator("tbody tr").filter({ has: page.locator("th", { hasText: row }) });
    return line.locator("td").nth(heads.findIndex((head) => head.startsWith(host)) - 1);
  };

  for (const [name, words] of [
    ["heat", { no: "no", here: "here", unknown: "unknown", why: "storage esx02-local", unread: /could not be read/, rule: "VM-Host rules licence" }],
    ["matrix", { no: "no", here: "here", unknown: "unknown", why: "storage esx02-local", unread: /could not be read/, rule: "VM-Host rules licence" }],
    ["heat-ja", { no: "不可", here: "実行中", unknown: "不明", why: "ストレージ「esx02-local」", unread: /読み取れません/, rule: "仮想マシン/ホスト ルール「licence」" }],
    ["matrix-ja", { no: "不可", here: "実行中", unknown: "不明", why: "ストレージ「esx02-local」", unread: /読み取れません/, rule: "仮想マシン/ホスト ルール「licence」" }],
  ]) {
    test(`each cell of ${name} has its word and its reason`, () => on(name, async (page) => {
      const no = await cellOf(page, "local01", "esx01");
      assert.equal(await no.innerText(), words.no);
      assert.equal(await (await cellOf(page, "local01", "esx02")).innerText(), words.here);
      assert.equal(await no.locator("p").isVisible(), false);
      await no.locator("summary").click();
      assert.equal(await no.locator("p").innerText(), words.why);
      const rule = await cellOf(page, "tied01", "esx02");
      await rule.locator("summary").click();
      assert.equal(await rule.locator("p").innerText(), words.rule);
      const unknown = await cellOf(page, "app01", "esx03");
      assert.equal(await unknown.innerText(), words.unknown);
      await unknown.locator("summary").click();
      assert.match(await unknown.locator("p").innerText(), words.unread);
    }));
  }

  for (const name of ["heat", "matrix"]) {
    test(`a heat map of ${name} is one stop, walked by arrow keys, and a key opens a cell`, () => on(name, async (page) => {
      const count = await heats(page).count();
      assert.equal(count, name === "heat" ? 2 : 1);
      assert.equal(await page.locator("table.cells [tabindex='0']").count(), count);
      const stop = heats(page).first().locator("[tabindex='0']");
      await stop.focus();
      const at = () => page.evaluate(() => {
        const cell = document.activeElement.closest("td");
        return [cell.parentElement.rowIndex, cell.cellIndex];
      });
      const seen = [await at()];
      for (const key of ["ArrowDown", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp"]) {
        await page.keyboard.press(key);
        seen.push(await at());
        assert.equal(await page.evaluate(() => document.activeElement.tabIndex), 0);
        assert.equal(await heats(page).first().locator("[tabindex='0']").count(), 1);
      }
      assert.ok(new Set(seen.map(String)).size >= 4, JSON.stringify(seen));
      const ring = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
      assert.ok(ring >= 2, "the cell shows its focus");
      await page.keyboard.press("Enter");
      assert.ok(await page.evaluate(() => document.activeElement.parentElement.open));
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => !document.activeElement.closest("table.cells")
        || document.activeElement.closest("table.cells") !== document.querySelector("table.cells")), "the next stop is behind it");
    }));
  }

  test("without scripts each cell is a stop, and opens", () => on("heat", async (page) => {
    const cell = await cellOf(page, "local01", "esx01");
    await cell.locator("summary").press("Enter");
    assert.ok(await cell.locator("p").isVisible());
  }, { javaScriptEnabled: false }));

  for (const colorScheme of ["light", "dark"]) {
    test(`cells differ by colour as well in ${colorScheme}`, () => on("heat", async (page) => {
      const colours = await page.evaluate(() => ["pass", "fail", "unknown", "na"].map((kind) => {
        const shown = document.querySelector(`table.cells td.${kind} :is(span, summary)`);
        return getComputedStyle(shown).backgroundColor;
      }));
      assert.equal(new Set(colours).size, 4, colours.join(" "));
    }, { colorScheme }));
  }

  test("the strip of hosts tells what becomes of each", () => on("heat", async (page) => {
    const rows = page.locator("table.strip tbody tr");
    assert.equal(await rows.count(), 3);
    assert.match(await page.locator("table.strip").innerText(), /esx01[^]*(cannot be told|find a place|do not all fit)/);
  }));

  test("paper shows every reason, and nothing is cut off", async () => {
    for (const name of ["heat", "matrix", "heat-ja"]) {
      await on(name, async (page) => {
        await page.emulateMedia({ media: "print" });
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        const cells = page.locator("table.cells details");
        assert.ok((await cells.count()) > 0);
        for (const cell of await cells.all()) assert.ok(await cell.locator("p").isVisible());
        assert.equal(await page.locator(".scroll").first().evaluate((part) => getComputedStyle(part).overflow), "visible");
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        const pdf = await page.pdf({ format: "A4" });
        assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      });
    }
  });

  test("a host of a loss leads to what is told of it", () => on("whatif", async (page) => {
    const chips = page.locator("ul.strip a");
    assert.equal(await chips.count(), 3);
    await chips.nth(1).focus();
    await page.keyboard.press("Enter");
    const event = page.locator("article.event").nth(1);
    assert.match(await event.innerText(), /esx02[^]*db02/);
    assert.ok(await page.evaluate(() => document.activeElement.closest("article.event")?.id === "c0-e1"
      || location.hash.includes("c0-e1")), "it is where the reader is");
    assert.equal(await page.locator("h1").innerText(), "DOES NOT FIT");
  }));

  test("no word of the pages about placing stays English in Japanese", async () => {
    const japanese = /[぀-ヿ一-鿿]/;
    for (const name of ["whatif-ja", "matrix-ja", "roll-ja"]) {
      await on(name, async (page) => {
        assert.equal(await lang(page), "ja");
        for (const selector of ["h1", "h4", ".says", ".help", "table.cells summary", ".event li"]) {
          const texts = await visible(page, selector).allInnerTexts();
          assert.deepEqual(texts.filter((text) => text && !japanese.test(text)), [], `${name} ${selector}`);
        }
        await page.locator("label:has(#to-en)").click();
        assert.doesNotMatch(await page.locator("main").innerText(), japanese);
      });
    }
  });
});
