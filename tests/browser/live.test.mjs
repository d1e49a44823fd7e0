import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { firstExercise, forgetStatus, lessonIds, openFolds, openPage, replaceCode, seriousIssues, startBrowser, startServer, waitForStatus, patience } from "./course.mjs";

const lesson = lessonIds.find((id) => id.startsWith("01-")) ?? lessonIds[0];
let server, browser, page, context, troubles;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ page, context, troubles } = await openPage(browser));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const cell = (name) => page.locator(`.cell.code${name}`);
const exerciseCell = () => cell(`[data-exercise="${firstExercise(lesson).name}"]`);

test("the home page shows every lesson and leads into one", async () => {
  await page.goto(server.address);
  assert.equal(new URL(page.url()).search, "", "the token leaves the address");
  assert.equal(await page.locator(".map a").count(), lessonIds.length);
  await page.goto(`${server.origin}/zh/index.html`);
  await page.click(`.map a[href="${lesson}.html"]`);
  await page.locator(".cm-content").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  assert.ok((await page.locator(".katex").count()) > 0, "mathematics is set");
});

test("run all runs every cell, and a figure has marks", async () => {
  await openFolds(page);
  await page.click("#run-all");
  await page.waitForFunction(() => [...document.querySelectorAll(".cell.code")].every((cell) => cell.dataset.status === "done"), null, { timeout: patience });
  const figure = page.locator(".live-outputs figure.figure").first();
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".chart .main-svg").first().waitFor();
  const marks = await figure.locator(".chart :is(.trace path, .points path, .trace image, .shapelayer path)").count();
  assert.ok(marks > 0, `the first figure has ${marks} marks`);
  assert.ok((await figure.locator(".chart").getAttribute("aria-label"))?.length > 5, "alt text");
});

test("a wrong attempt shows its hint, a right one turns green", async () => {
  const exercise = firstExercise(lesson);
  const attempt = exerciseCell();
  await replaceCode(page, attempt, `${exercise.wrong}\n\n${exercise.check}`);
  await page.keyboard.press("Shift+Enter");
  await attempt.and(page.locator('[data-solved="Wrong"]')).waitFor({ timeout: patience });
  const report = attempt.frameLocator(".live-outputs iframe.html-output").locator("[data-exercise]");
  assert.match(await report.innerText(), new RegExp(exercise.hint.zh.slice(0, 8).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));

  await replaceCode(page, attempt, `${exercise.solution}\n\n${exercise.check}`);
  await page.keyboard.press("Shift+Enter");
  await attempt.and(page.locator('[data-solved="Passed"]')).waitFor({ timeout: patience });
});

test("completion and hover come from the kernel", async () => {
  const first = cell("").first();
  await replaceCode(page, first, 'Console.WriteLine("x");');
  await page.keyboard.press("End");
  await page.keyboard.type("\nConsole.Wri");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "WriteLine" }).first().waitFor({ timeout: patience });
  await page.keyboard.press("Escape");
  await page.locator(".cm-tooltip-autocomplete").waitFor({ state: "hidden" });
  await first.locator(".cm-line").first().locator("text=Console").first().hover({ position: { x: 20, y: 8 } });
  await page.locator(".hover-help", { hasText: "Console" }).waitFor({ timeout: patience });
  await page.mouse.move(5, 5);
  await page.locator(".hover-help").waitFor({ state: "hidden" });
  await first.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Tab");
  await page.locator(".hover-help", { hasText: "Console" }).waitFor({ timeout: patience });
  await page.keyboard.press("Escape");
  await page.locator(".hover-help").waitFor({ state: "hidden" });
  await first.locator("button.quiet").click();
});

test("an endless loop is interrupted and the kernel stays", async () => {
  const first = cell("").first();
  await replaceCode(page, first, 'int kept = 41; Console.WriteLine("before"); while (true) { }');
  await page.keyboard.press("Control+Enter");
  await first.locator(".live-outputs", { hasText: "before" }).waitFor({ timeout: patience });
  await page.click("#interrupt");
  await waitForStatus(first, "interrupted");
  await replaceCode(page, first, "Console.WriteLine(6 * 7);");
  await page.keyboard.press("Control+Enter");
  await first.locator(".live-outputs", { hasText: "42" }).waitFor({ timeout: patience });
});

test("a killed kernel is said, and one click brings another", async () => {
  const first = cell("").first();
  await replaceCode(page, first, 'Console.WriteLine($"process {Environment.ProcessId}.");');
  await page.keyboard.press("Control+Enter");
  const said = first.locator(".live-outputs", { hasText: /process \d+\./ });
  await said.waitFor({ timeout: patience });
  await waitForStatus(first, "done");
  execFileSync("kill", ["-9", /process (\d+)\./.exec(await said.innerText())[1]]);
  await page.locator("#alert button").waitFor({ timeout: patience });
  await page.click("#alert button");
  await page.locator('#kernel-state[data-kernel="idle"]').waitFor({ timeout: patience });
  await page.locator("#alert").waitFor({ state: "hidden" });
  await forgetStatus(first);
  await first.locator(".run").click();
  await waitForStatus(first, "done");
});

test("a cell's HTML cannot act on the page", async () => {
  const first = cell("").first();
  await replaceCode(page, first, `#!html
<p id="in">hello</p><script>parent.document.title = "taken"</script><img src="x" onerror="parent.document.title = 'taken'"><img src="http://192.0.2.1/spy.png">
<form action="http://192.0.2.1/"><button>go</button></form><a href="javascript:parent.document.title='taken'">link</a>`);
  await page.keyboard.press("Control+Enter");
  await first.frameLocator(".live-outputs iframe.html-output").locator("#in").waitFor({ timeout: patience });
  await first.frameLocator(".live-outputs iframe.html-output").locator("a").click();
  await page.waitForTimeout(300);
  assert.notEqual(await page.title(), "taken");
  await replaceCode(page, first, 'Console.WriteLine("harmless");'); // its output would come back with every visit
  await page.keyboard.press("Control+Enter");
  await first.locator(".live-outputs", { hasText: "harmless" }).waitFor({ timeout: patience });
  troubles.length = 0; // the browser says what it refused
  await first.locator("button.quiet").click();
});

test("edits survive a reload, and the original is one click away", async () => {
  const first = cell("").first();
  await replaceCode(page, first, "// 我的修改");
  await page.waitForTimeout(900);
  await page.reload();
  await first.locator(".cm-content", { hasText: "我的修改" }).waitFor();
  await exerciseCell().and(page.locator('[data-solved="Passed"]')).waitFor();
  await first.locator("button.quiet").click();
  await first.locator(".cm-content", { hasText: "#load" }).waitFor();
});

test("what is written while the server is away is kept when it is back", async () => {
  const lost = await context.newPage();
  await lost.addInitScript(() => {
    const Real = WebSocket;
    window.WebSocket = class extends Real {
      constructor(address, protocols) {
        super(address, protocols);
        window.lastSocket = this;
      }
    };
  });
  await lost.goto(page.url());
  const second = lost.locator(".cell.code").nth(1);
  await second.locator(".cm-content").waitFor();
  await lost.locator('#kernel-state:not(:empty)').waitFor();
  await lost.evaluate(() => window.lastSocket.close());
  await lost.locator("#alert", { hasText: "dotnet course.cs" }).waitFor();
  await second.locator(".cm-content").click();
  await lost.keyboard.press("Control+a");
  await lost.keyboard.insertText("// while it was away");
  await page.locator(".cell.code").nth(1).locator(".cm-content", { hasText: "while it was away" }).waitFor();
  await lost.locator("#alert").waitFor({ state: "hidden" });
  assert.match(await second.locator(".cm-content").innerText(), /while it was away/);
  await second.locator("button.quiet").click();
  await lost.close();
});

test("a prediction is written beside its cell, in C#, and is there again", async () => {
  await forgetStatus(cell("").first());
  await cell("").first().locator(".run").click(); // the course's code, in the kernel that followed the killed one
  await waitForStatus(cell("").first(), "done");
  await openFolds(page);
  const asking = page.locator(".cell.code[data-prediction]", { hasText: "double?" }).first();
  const input = asking.locator(".prediction input");
  const predict = async (guess) => {
    await input.fill(guess);
    await page.keyboard.press("Enter");
  };
  await predict("many");
  assert.notEqual(await input.evaluate((element) => element.validationMessage), "");
  for (const [guess, written] of [["0o7", "= 7;"], ["100000000000000000000", "= 1e+20;"], ["０.９８", "= 0.98;"]]) {
    await forgetStatus(asking);
    await predict(guess);
    await asking.locator(".cm-content", { hasText: written }).waitFor();
    await waitForStatus(asking, "done");
  }
  await page.reload();
  await openFolds(page);
  await asking.locator(".cm-content", { hasText: "= 0.98;" }).waitFor();
  await page.waitForFunction((cell) => document.querySelector(`[data-cell="${cell}"] .prediction input`)?.value === "0.98", await asking.getAttribute("data-cell"));
  await asking.locator("button.quiet").click();
});

test("a control runs C# for what the learner writes, other windows follow, and a new kernel is said", async () => {
  await page.goto(`${server.origin}/en/02-tokens.html`);
  await page.click("#run-all");
  const control = page.locator(".control").first();
  await control.waitFor();
  const shown = control.frameLocator("iframe.html-output").locator("figure img");
  await shown.waitFor();
  assert.match(await shown.getAttribute("alt"), /yours 4/);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator(".control").first().waitFor();

  await control.locator("input").fill("人工智能");
  await control.frameLocator("iframe.html-output").locator('figure img[alt*="yours 1"]').waitFor();
  await other.locator(".control").first().frameLocator("iframe.html-output").locator('figure img[alt*="yours 1"]').waitFor();
  assert.equal(await other.locator(".control input").first().inputValue(), "人工智能");
  await other.reload();
  await other.locator(".control").first().frameLocator("iframe.html-output").locator('figure img[alt*="yours 1"]').waitFor();
  await other.close();

  await page.click("#restart");
  await page.locator('#kernel-state[data-kernel="idle"]').waitFor();
  await control.locator("input").fill("again");
  await control.locator(".notice", { hasText: "run this cell again" }).waitFor();
  await page.goto(`${server.origin}/zh/${lesson}.html`);
  await page.locator(".cm-content").first().waitFor();
});

test("what only calls itself a control is shown as what else it is", async () => {
  const first = cell("").first();
  const type = "application/vnd.notebookcourse.control+json";
  for (const json of ["{", "null", "[]", '{"name":"a","kind":"choice","start":""}', '{"name":"a","kind":"constructor","start":""}', '{"name":1,"kind":"slider","start":"1"}'])
    await replaceAndShow(first, `${JSON.stringify(json)}.DisplayAs("${type}"); Console.WriteLine("after ${json.length}");`, `after ${json.length}`);
  await first.locator("button.quiet").click();
});

async function replaceAndShow(first, code, words) {
  await replaceCode(page, first, code);
  await page.keyboard.press("Control+Enter");
  await first.locator(".live-outputs", { hasText: words }).waitFor();
  assert.equal(await first.locator(".live-outputs .control").count(), 0);
}

test("two windows on one lesson show the same", async () => {
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator(".cm-content").first().waitFor();
  const second = cell("").nth(1);
  const original = await second.locator(".cm-content").innerText();
  await replaceCode(page, second, "// from the first window");
  await other.locator(".cell.code .cm-content", { hasText: "from the first window" }).waitFor();
  await second.locator("button.quiet").click();
  await other.locator(".cell.code").nth(1).locator(".cm-content", { hasText: original.split("\n")[0] }).waitFor();
  await other.close();
});

test("the other language opens at the same place", async () => {
  await page.goto(`${server.origin}/zh/${lesson}.html`);
  await page.locator(".cm-content").first().waitFor();
  const target = cell("").nth(4);
  await target.scrollIntoViewIfNeeded();
  await target.evaluate((element) => element.scrollIntoView({ block: "start" }));
  const id = await target.getAttribute("data-cell");
  await page.click("#switch-language");
  await page.waitForURL(/\/en\//);
  await page.locator(".cm-content").first().waitFor();
  await page.waitForTimeout(400);
  const top = await page.locator(`[data-cell="${id}"]`).evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(top > -400 && top < 700, `the cell is at ${top}`);
  await page.click("#switch-language");
  await page.waitForURL(/\/zh\//);
});

test("search finds a place in another lesson", async () => {
  await page.goto(`${server.origin}/zh/${lesson}.html`);
  await page.click("#open-search");
  await page.fill("#search input", "概率");
  await page.locator("#search li a").first().waitFor();
  await page.keyboard.press("Escape");
});

test("the keyboard alone goes from cell to cell, runs and leaves", async () => {
  await page.goto(`${server.origin}/zh/${lesson}.html`);
  const first = cell("").first();
  await first.locator(".cm-content").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  assert.equal(await cell("").nth(1).evaluate((element) => document.activeElement === element), true);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  assert.equal(await first.evaluate((element) => element.contains(document.activeElement) && document.activeElement !== element), true);
});

for (const theme of ["light", "dark"]) {
  test(`axe-core finds no serious issue in the ${theme} theme`, async () => {
    for (const path of [`zh/index.html`, `zh/${lesson}.html`, `en/${lesson}.html`]) {
      await page.goto(`${server.origin}/${path}`);
      if ((await page.evaluate(() => document.documentElement.dataset.theme)) !== theme) await page.click("#switch-theme");
      await openFolds(page, "details");
      await page.waitForTimeout(500);
      assert.deepEqual(await seriousIssues(page), [], path);
    }
  });
}

test("a phone shows no sideways scroll", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ["zh/index.html", `zh/${lesson}.html`]) {
    await page.goto(`${server.origin}/${path}`);
    await page.waitForTimeout(500);
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= screen, `${path} is ${wide} wide on a screen of ${screen}`);
  }
});

test("another site cannot open a socket or read a page", async () => {
  const stranger = await context.newPage();
  await stranger.route("http://evil.test/**", (route) => route.fulfill({ contentType: "text/html", body: "<h1>evil</h1>" }));
  await stranger.goto("http://evil.test/");
  const outcome = await stranger.evaluate(
    async ({ origin, id }) => {
      const socket = await new Promise((done) => {
        const attempt = new WebSocket(`${origin.replace("http", "ws")}/socket/zh/${id}`);
        attempt.onopen = () => done("open");
        attempt.onerror = () => done("refused");
      });
      const read = await fetch(`${origin}/zh/index.html`, { credentials: "include" }).then(() => "read", () => "refused");
      return { socket, read };
    },
    { origin: server.origin, id: lesson },
  );
  assert.deepEqual(outcome, { socket: "refused", read: "refused" });
  await stranger.close();
});

test("nothing left the machine and nothing went wrong on the way", () => assert.deepEqual(troubles, []));
