// A lesson run top to bottom by JupyterLab and by Notebook themselves, in a browser, on Debian's Jupyter server.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { openPage, root, startBrowser } from "../browser/course.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const pictures = join(root, "artifacts/clients");
const lesson = process.env.LESSON ?? "07-attention";
const minutes = 60_000;
const patient = { timeout: 5 * minutes, waitUntil: "commit" };
let browser, state, course;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  state = mkdtempSync(join(tmpdir(), "course-clients-"));
  course = join(state, "course");
  mkdirSync(join(course, "lib"), { recursive: true });
  cpSync(join(root, "notebooks"), join(course, "notebooks"), { recursive: true });
  symlinkSync(join(root, "lib/publish"), join(course, "lib/publish"));
  symlinkSync(join(root, "data"), join(course, "data"));
  const settings = join(state, "settings/@jupyterlab/notebook-extension");
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, "tracker.jupyterlab-settings"), JSON.stringify({ windowingMode: "none" })); // every cell in the page
  await ended(spawn("dotnet", [join(root, "lib/publish/NotebookCourse.Workshop.dll"), "kernel", "install", "--name", ".net-csharp", "--prefix", join(state, "prefix")]));
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  rmSync(state, { recursive: true, force: true });
});

test("JupyterLab", async () => {
  const server = await startServer([join(here, "lab_server.py")]);
  try {
    const { page, context, troubles } = await openPage(browser, { viewport: { width: 1280, height: 1000 } });
    context.setDefaultTimeout(5 * minutes);
    await page.goto(`${server.address}/lab/tree/en/${lesson}.ipynb?reset&token=${server.token}`, patient);
    await page.locator("body[data-ready=yes]").waitFor({ state: "attached", timeout: 5 * minutes });
    const notebook = page.locator(".jp-NotebookPanel");
    await notebook.locator(".jp-CodeCell").first().waitFor({ timeout: 5 * minutes });
    await page.waitForFunction(() => {
      const panel = window.jupyterapp.shell.currentWidget;
      return panel?.context?.sessionContext?.session?.kernel?.connectionStatus === "connected";
    }, null, { timeout: 5 * minutes });
    await page.evaluate(() => void window.jupyterapp.commands.execute("notebook:run-all-cells")); // what Run > Run All Cells does
    await everyCellRan(page, ".jp-CodeCell", ".jp-InputPrompt");
    await see(page, "lab", ".jp-CodeCell figure.course-figure[data-live]");
    await page.evaluate(() => window.jupyterapp.commands.execute("docmanager:save"));
    verify(await figures(page), troubles);
    await context.close();
  } finally {
    await server.stop();
  }
});

test("Notebook", async () => {
  const server = await startServer(["-m", "notebook"]);
  try {
    const { page, context, troubles } = await openPage(browser, { viewport: { width: 1280, height: 1000 } });
    context.setDefaultTimeout(5 * minutes);
    await page.goto(`${server.address}/notebooks/en/${lesson}.ipynb?token=${server.token}`, patient);
    await page.waitForFunction(() => window.Jupyter?.notebook?.kernel?.is_connected(), null, { timeout: 5 * minutes });
    await page.evaluate(() => window.Jupyter.notebook.execute_all_cells());
    await everyCellRan(page, ".code_cell", ".input_prompt");
    await see(page, "notebook", ".code_cell figure.course-figure[data-live]");
    await page.evaluate(() => window.Jupyter.notebook.save_notebook());
    verify(await figures(page), troubles);
    await context.close();
  } finally {
    await server.stop();
  }
});

/** Each code cell has the number of its run, and none waits for its turn. */
async function everyCellRan(page, cell, prompt) {
  await page.waitForFunction(
    ([cells, prompts]) => {
      const said = [...document.querySelectorAll(cells)].map((element) => element.querySelector(prompts)?.textContent ?? "");
      return said.length > 0 && said.every((text) => /\[\d+\]/.test(text)) && new Set(said).size === said.length;
    },
    [cell, prompt],
    { timeout: 20 * minutes, polling: 500 },
  );
}

/** Keeps a picture of the first live figure and what stands around it. */
async function see(page, name, figure) {
  const first = page.locator(figure).first();
  await first.waitFor({ timeout: minutes });
  await first.scrollIntoViewIfNeeded();
  await first.locator(".main-svg").first().waitFor();
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const figures = (page) => page.evaluate(() => ({
  live: document.querySelectorAll("figure.course-figure[data-live] .main-svg").length > 0
    ? document.querySelectorAll("figure.course-figure[data-live]").length : 0,
  all: document.querySelectorAll("figure.course-figure").length,
}));

/** The file as the client saved it: every code cell ran, and only those fail that are meant to. */
function verify({ live, all }, troubles) {
  const { cells } = JSON.parse(readFileSync(join(course, "notebooks/en", `${lesson}.ipynb`), "utf8"));
  const code = cells.filter((cell) => cell.cell_type === "code");
  const failed = code.filter((cell) => cell.outputs.some((output) => output.output_type === "error") && !cell.metadata.tags?.includes("raises-exception"));
  assert.deepEqual(failed.map((cell) => cell.id), []);
  assert.ok(code.every((cell) => cell.execution_count > 0), "a code cell has no number");
  assert.ok(all > 0 && live === all, `${live} of ${all} figures are live`);
  assert.deepEqual(troubles.filter((text) => text.startsWith("left the machine")), []);
  console.log(`${code.length} code cells, ${live} figures live, ${troubles.length} messages in the browser's console`);
}

/** A port that is free now; a server that finds it taken tries the next, and says which it has. */
function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function startServer(program) {
  const port = await freePort(); // asked for 0, both servers print 0
  const token = "a-token-for-one-test";
  const server = spawn("/usr/bin/python3", [
    ...program, "--no-browser", "--allow-root", `--ServerApp.port=${port}`, `--NotebookApp.port=${port}`, "--ip=127.0.0.1",
    `--ServerApp.token=${token}`, `--NotebookApp.token=${token}`, `--notebook-dir=${join(course, "notebooks")}`,
  ], {
    cwd: here,
    env: {
      ...process.env, CLIENT_STATE: state, HOME: state, JUPYTER_PATH: join(state, "prefix/share/jupyter"), JUPYTER_NO_CONFIG: "1",
      NOTEBOOKCOURSE_PROGRESS: join(state, "progress"), PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  let said = "";
  const address = await new Promise((done, fail) => {
    const read = (piece) => {
      said += piece;
      const found = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said);
      if (found) done(found[1]);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    server.removeAllListeners("exit");
    server.on("exit", () => {});
    const gone = ended(server);
    server.kill("SIGTERM");
    await gone;
  };
  return { address, token, stop };
}

function ended(child) {
  return child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once("exit", done));
}
