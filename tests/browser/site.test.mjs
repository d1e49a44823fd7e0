import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { lessonIds, openFolds, openPage, root, seriousIssues, startBrowser, patience } from "./course.mjs";

const site = join(root, "artifacts/site");
const pages = ["en", "zh"].flatMap((language) => readdirSync(join(site, language)).map((name) => `${language}/${name}`));
let browser;

before(async () => (browser = await startBrowser()));
after(() => browser?.close());

test("every lesson has a page in both languages, under 400 KB", () => {
  assert.equal(pages.length, 2 * (lessonIds.length + 3)); // and home, the article, the guesses
  for (const page of pages) assert.ok(statSync(join(site, page)).size < 400_000, `${page}: ${statSync(join(site, page)).size} bytes`);
});

test("every page opens from a file without an error, with its figures, and every link leads somewhere", async () => {
  const { page, troubles } = await openPage(browser);
  for (const name of pages) {
    await page.goto(pathToFileURL(join(site, name)).href);
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href], link[href], script[src], img[src]")].map((element) => element.href || element.src));
    for (const link of links.filter((address) => address.startsWith("file:"))) assert.ok(existsSync(fileURLToPath(link.split("#")[0])), `${name} → ${link}`);
    await openFolds(page);
    const figure = page.locator("figure.figure[data-chart], figure.figure:has(script)").first(); // a poster is a picture alone
    if (await figure.count()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator(".chart .main-svg, .chart canvas").first().waitFor({ timeout: patience });
    }
    assert.deepEqual(troubles, [], name);
  }
  await page.context().close();
});

test("HTML that a notebook carries stands in frames, as high as what they hold", async () => {
  const { page } = await openPage(browser);
  for (const name of pages.filter((page) => page.startsWith("en/") && !page.endsWith("index.html"))) {
    await page.goto(pathToFileURL(join(site, name)).href);
    const frames = page.locator("iframe.html-output");
    if ((await frames.count()) === 0) continue;
    await frames.first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => {
      const frame = document.querySelector("iframe.html-output");
      const height = frame.contentDocument?.body?.getBoundingClientRect().height;
      return height > 0 && Math.abs(frame.getBoundingClientRect().height - height) < 6;
    });
    await page.context().close();
    return;
  }
  assert.fail("no lesson carries HTML");
});

test("a lesson says when it was first painted", async () => {
  const { page } = await openPage(browser);
  await page.goto(pathToFileURL(join(site, "zh", `${lessonIds.find((id) => id.startsWith("01-")) ?? lessonIds[0]}.html`)).href);
  const paint = await page.evaluate(() => new Promise((done) => {
    const first = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    if (first()) done(first());
    else new PerformanceObserver(() => first() && done(first())).observe({ type: "paint", buffered: true });
  }));
  console.log(`first contentful paint after ${Math.round(paint)} ms`);
  assert.ok(paint > 0, `${paint} ms`);
  await page.context().close();
});

test("paper is light, shows the pictures and cuts no line of code", async () => {
  const { page } = await openPage(browser, { colorScheme: "dark", viewport: { width: 720, height: 1000 } });
  await page.goto(pathToFileURL(join(site, "zh", `${lessonIds.at(-1)}.html`)).href);
  const figure = page.locator("figure.figure").first();
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".chart .main-svg").first().waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  assert.deepEqual([await figure.locator("img").isVisible(), await figure.locator(".chart").isVisible()], [true, false]);
  const cut = await page.evaluate(() => [...document.querySelectorAll("main pre, main table")].filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.innerText.slice(0, 80)));
  assert.deepEqual(cut, []);
  await page.context().close();
});

test("without JavaScript the text, the outputs and the pictures are there", async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  for (const name of pages.filter((page) => page.startsWith("zh/") && !page.endsWith("index.html")).slice(0, 6)) {
    await page.goto(pathToFileURL(join(site, name)).href);
    assert.ok((await page.locator("main").innerText()).length > 500, name);
    const pictures = await page.locator("figure.figure img").count();
    assert.equal(await page.locator("figure.figure").count(), pictures, name);
  }
  await page.context().close();
});

test("the claims can be chosen by verdict, evidence and lesson, and print on one sheet", async () => {
  const { page, troubles } = await openPage(browser);
  for (const language of ["en", "zh"]) {
    await page.goto(pathToFileURL(join(site, language, "article.html")).href);
    const shown = page.locator(".claims > li:visible");
    const all = await shown.count();
    assert.equal(all, 95);
    await page.selectOption("#claim-filter [name=verdict]", "Wrong");
    const wrong = await shown.count();
    assert.ok(wrong > 0 && wrong < all);
    assert.ok((await page.locator("#claim-filter output").innerText()).includes(String(wrong)));
    await page.selectOption("#claim-filter [name=lesson]", "01");
    assert.ok((await shown.evaluateAll((claims) => claims.every((claim) => claim.dataset.lesson === "01" && claim.dataset.verdict === "Wrong"))));
    await page.selectOption("#claim-filter [name=lesson]", "");
    await page.selectOption("#claim-filter [name=verdict]", "");
    assert.equal(await shown.count(), all);
    const sheet = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(sheet.match(/\/Type\s*\/Page\b/g).length, 1, `${language}: sheets`);
    assert.deepEqual(troubles, []);
    assert.deepEqual(await seriousIssues(page), []);
    troubles.length = 0; // axe reads the style again, which the page may not
  }
  await page.context().close();
});

test("the quiz shows what was measured once a guess is written, and remembers it in this browser alone", async () => {
  const { page, troubles } = await openPage(browser);
  for (const [language, off, right] of [["en", "off by a factor of 2", "as you said"], ["zh", "差 2 倍", "猜对了"]]) {
    await page.goto(pathToFileURL(join(site, language, "guesses.html")).href);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    assert.equal(await page.locator("form[data-guess]").count(), 10);
    assert.equal(await page.locator(".answer:visible").count(), 0, "nothing is given away");

    const number = page.locator('form[data-guess="start-declaration-tokens"]');
    const measured = Number(await number.getAttribute("data-measured"));
    assert.ok(measured > 1);
    const answer = number.locator("+ details");
    await number.locator("input").fill("0"); // below what makes sense
    await page.keyboard.press("Enter");
    assert.equal(await answer.isVisible(), false);
    await number.locator("input").fill(String(2 * measured));
    await page.keyboard.press("Enter");
    await answer.locator("p").waitFor();
    assert.ok((await answer.innerText()).includes(measured.toLocaleString("en-US")));
    assert.ok((await answer.locator("+ output").innerText()).endsWith(off));

    const truth = page.locator('form[data-guess="start-sees-others"]');
    await truth.locator("select").selectOption(await truth.getAttribute("data-measured"));
    await truth.locator("button").press("Enter");
    assert.ok((await truth.locator("+ details + output").innerText()).endsWith(right));

    await page.reload();
    assert.equal(await page.locator(".answer:visible").count(), 2, "both are there again");
    assert.equal(await number.locator("input").inputValue(), String(2 * measured));
    assert.match(await page.locator("#guess-tally output").innerText(), /2.*10/);
    assert.deepEqual(await seriousIssues(page), []);
    troubles.length = 0; // axe reads the style again, which the page may not

    await page.evaluate(() => localStorage.setItem("course-guesses", "[damaged"));
    await page.reload();
    assert.equal(await page.locator(".answer:visible").count(), 0);
    await number.locator("input").fill(String(measured));
    await page.keyboard.press("Enter");
    await page.click("#forget-guesses");
    assert.equal(await page.locator(".answer:visible").count(), 0);
    assert.equal(await page.evaluate(() => localStorage.getItem("course-guesses")), "{}");
    assert.deepEqual(troubles, []);
  }
  await page.context().close();
});

test("the quiz in the dark, on a phone and without JavaScript", async () => {
  const phone = await openPage(browser, { colorScheme: "dark", viewport: { width: 360, height: 640 } });
  await phone.page.goto(pathToFileURL(join(site, "zh", "guesses.html")).href);
  assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  assert.deepEqual(await seriousIssues(phone.page), []);
  await phone.context.close();

  const plain = await openPage(browser, { javaScriptEnabled: false });
  await plain.page.goto(pathToFileURL(join(site, "en", "guesses.html")).href);
  assert.equal(await plain.page.locator("form[data-guess]:visible").count(), 0);
  const first = plain.page.locator("details.answer:not(.pending)").first();
  await first.locator("summary").click();
  assert.match(await first.locator("p").innerText(), /measured \d/);
  await plain.context.close();
});
