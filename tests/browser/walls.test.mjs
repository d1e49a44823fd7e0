// What outputs, other pages and a server that is away may and may not do.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { forgetStatus, lessonIds, openPage, replaceCode, startBrowser, startServer, waitForStatus } from "./course.mjs";

const lesson = lessonIds.find((id) => id.startsWith("01-")) ?? lessonIds[0];
const folder = mkdtempSync(join(tmpdir(), "course-walls-"));
let server, browser;

before(async () => {
  server = await startServer(folder);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openLesson() {
  const opened = await openPage(browser);
  await opened.page.goto(server.address);
  await opened.page.goto(`${server.origin}/en/${lesson}.html`);
  await opened.page.locator(".cm-content").first().waitFor();
  await opened.page.locator("#kernel-state:not(:empty)").waitFor();
  return { ...opened, first: opened.page.locator(".cell.code").first() };
}

async function run(page, cell, code, status = "done") {
  await replaceCode(page, cell, code);
  await forgetStatus(cell);
  await page.keyboard.press("Control+Enter");
  await waitForStatus(cell, status);
}

for (const [place, address] of [["another site", "http://evil.test/"], ["a file", pathToFileURL(join(folder, "link.html")).href]]) {
  test(`a click on the printed address in ${place} opens the course`, async () => {
    const { page, context } = await openPage(browser);
    const html = `<a href="${server.address}">the address</a>`;
    writeFileSync(join(folder, "link.html"), html);
    await context.route("http://evil.test/**", (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.goto(address);
    await page.click("a");
    await page.locator(".map a").first().waitFor();
    await page.waitForURL((at) => at.search + at.hash === ""); // token and key leave the address
    await page.click(`.map a[href="${lesson}.html"]`);
    await page.locator("#kernel-state:not(:empty)").waitFor(); // the socket opens: the key has come along
    await context.close();
  });
}

test("a thousand HTML outputs share a frame, an update reaches its own, and links open in new tabs", async () => {
  const { page, context, first } = await openLesson();
  await context.route("http://elsewhere.test/**", (route) => route.fulfill({ contentType: "text/html", body: "<h1>elsewhere</h1>" }));
  await run(page, first, `var shown = Enumerable.Range(0, 1000).Select(i => $"<p id='n{i}'>number {i}</p>".DisplayAs("text/html")).ToList();
shown[500].Update(HTML("<p id='n500'>changed</p>"));
"<a href='http://elsewhere.test/'>link</a><script>parent.document.title='taken'</script><a id='js' href=\\"javascript:parent.document.title='taken'\\">js</a>".DisplayAs("text/html");`);
  assert.equal(await first.locator(".live-outputs iframe").count(), 1);
  const frame = first.frameLocator(".live-outputs iframe");
  await frame.locator("#n999").waitFor();
  assert.equal(await frame.locator("p").count(), 1000);
  assert.equal(await frame.locator("#n500").innerText(), "changed");
  const [opened] = await Promise.all([context.waitForEvent("page"), frame.locator("a").first().click()]);
  await opened.waitForURL("http://elsewhere.test/");
  await opened.close();
  await frame.locator("#js").click();
  assert.equal(await frame.locator("p").count(), 1000, "the output is still there");
  assert.notEqual(await page.title(), "taken");
  await context.close();
});

test("long text comes whole, with its colours and returns", async () => {
  const { page, context, first } = await openLesson();
  await run(page, first, `for (int i = 0; i < 100_000; i++) Console.WriteLine(i % 1000);
Console.Write("\\u001b[31mred "); Console.Out.Flush(); Console.Write("still red\\nand here\\u001b[0m\\n"); for (int i = 0; i <= 100; i++) { Console.Write($"\\r{i} %"); Console.Out.Flush(); }`);
  const text = first.locator(".live-outputs .text-output");
  assert.equal(await text.count(), 1);
  const shown = await text.evaluate((element) => element.textContent);
  assert.ok(shown.startsWith("0\n1\n2\n"));
  assert.ok(shown.endsWith("999\nred still red\nand here\n100 %"), shown.slice(-60));
  assert.equal(await text.locator(".ansi-red").evaluateAll((found) => found.map((element) => element.textContent).join("")), "red still red\nand here");
  await context.close();
});

test("after a limit the reason is still shown", async () => {
  const { page, context, first } = await openLesson();
  await run(page, first, 'for (int i = 0; i < 200_000; i++) Console.WriteLine("line " + i); throw new Exception("the reason");', "failed");
  await first.locator(".live-outputs .error", { hasText: "the reason" }).waitFor();
  await first.locator(".live-outputs .notice").waitFor();
  await context.close();
});

test("who leaves with a text that the server cannot keep is asked, and finds it again", async () => {
  const { page, context, first } = await openLesson();
  await server.kill();
  await page.locator("#alert", { hasText: "dotnet course.cs" }).waitFor();
  await replaceCode(page, first, "// nobody but the browser knows this");
  const asked = page.waitForEvent("dialog");
  const closed = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.accept();
  await closed;

  const port = new URL(server.origin).port;
  server = await startServer(folder);
  assert.equal(new URL(server.origin).port, port, "what a browser keeps, it keeps for a port");
  const again = await context.newPage();
  await again.goto(server.address);
  await again.goto(`${server.origin}/en/${lesson}.html`);
  await again.locator(".cell.code .cm-content", { hasText: "nobody but the browser knows this" }).waitFor();
  await again.waitForFunction(() => !Object.keys(localStorage).some((name) => name.startsWith("course-unsaved"))); // the server has it now
  await context.close();
});
