// Starts the course's server and a browser for the tests, and reads what they need to know of a lesson.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** How long a page may take before it is stuck: a test waits for what happens, and a busy machine is slow. */
export const patience = 600_000;

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A folder of the learner's that is there already is used again, and stays. */
export async function startServer(folder) {
  const learner = folder ?? mkdtempSync(join(tmpdir(), "course-learner-"));
  const process_ = spawn("dotnet", ["lib/publish/NotebookCourse.Workshop.dll", "open", "--no-browser"], {
    cwd: root,
    env: { ...process.env, NOTEBOOKCOURSE_PROGRESS: learner },
  });
  const address = await new Promise((done, fail) => {
    let said = "";
    process_.stdout.on("data", (piece) => {
      said += piece;
      const line = /^(http:\S+)\n/m.exec(said);
      if (line) done(line[1]);
    });
    process_.stderr.on("data", (piece) => (said += piece));
    process_.on("exit", (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((done) => process_.on("exit", done));
    process_.removeAllListeners("exit");
    process_.on("exit", () => {});
    process_.kill("SIGINT");
    await Promise.race([new Promise((done) => process_.once("exit", done)), ended, new Promise((done) => setTimeout(done, 10000))]);
    if (!folder) rmSync(learner, { recursive: true, force: true });
  };
  const kill = async () => {
    process_.removeAllListeners("exit");
    const ended = new Promise((done) => process_.once("exit", done));
    process_.kill("SIGKILL");
    await ended;
  };
  return { address, origin: new URL(address).origin, pid: process_.pid, learner, stop, kill };
}

export async function startBrowser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executablePath) throw new Error("No Chromium in /usr/bin: apt-get install chromium");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });
}

/** A page that remembers what went wrong in it and every request that would leave the machine. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!["data:", "blob:", "file:", "about:"].includes(protocol) && hostname !== "127.0.0.1") troubles.push(`left the machine: ${request.url()}`);
  });
  return { page, context, troubles };
}

/** The lessons that have notebooks, in order. */
export const lessonIds = readdirSync(join(root, "notebooks/source"))
  .filter((name) => /^\d\d-.*\.md$/.test(name)).map((name) => name.slice(0, -3))
  .filter((id) => existsSync(join(root, "notebooks/zh", `${id}.ipynb`)))
  .sort();

/** The first exercise of a lesson: its stub, its solution, a wrong attempt and the hint that answers it. */
export function firstExercise(id) {
  const source = readFileSync(join(root, "notebooks/source", `${id}.md`), "utf8");
  const block = /^:::: exercise (\S+)[^\n]*\n([\s\S]*?)^::::\s*$/m.exec(source);
  if (!block) throw new Error(`${id} has no exercise`);
  const [, name, body] = block;
  const fence = (words) => new RegExp(`^\`\`\`csharp ${words}[^\\n]*\\n([\\s\\S]*?)^\`\`\``, "m").exec(body)?.[1].trimEnd();
  const wrong = /^```csharp wrong hint=(\S+)[^\n]*\n([\s\S]*?)^```/m.exec(body);
  const hint = new RegExp(`^::: hint ${wrong[1]}\\nen:\\s*(.*)\\nzh:\\s*(.*)$`, "m").exec(body);
  return { name, stub: fence("stub"), check: fence("check"), solution: fence("solution"), wrong: wrong[2].trimEnd(), hint: { en: hint[1].trim(), zh: hint[2].trim() } };
}

/** Puts text in a cell's editor, as a learner who selects all and pastes. */
export async function replaceCode(page, cell, code) {
  await cell.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(code);
}

/** Opens what is folded: a figure in a further section is drawn only when the learner opens it. */
export const openFolds = (page, folds = "details.further") =>
  page.evaluate((selector) => document.querySelectorAll(selector).forEach((fold) => (fold.open = true)), folds);

/** Forgets how an earlier run ended, so that only the next one can be waited for. */
export const forgetStatus = (cell) => cell.evaluate((element) => delete element.dataset.status);

export async function waitForStatus(cell, ...statuses) {
  const selector = statuses.map((status) => `[data-status="${status}"]`).join(", ");
  await cell.and(cell.page().locator(selector)).waitFor({ timeout: patience });
}

/** Rules that axe-core finds broken, serious ones only. */
export async function seriousIssues(page) {
  const axe = readFileSync(join(root, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((issue) => ["serious", "critical"].includes(issue.impact))
    .map((issue) => `${issue.id}: ${issue.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).slice(0, 3).join(" | ")}`);
}
