// Makes dist/: course.js, theme.js and choose.js (ours, CodeMirror, KaTeX), course.css, KaTeX's fonts, and all licences.
import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/fonts", { recursive: true });

const shared = { bundle: true, minify: true, target: "es2022", charset: "utf8", legalComments: "none", outdir: "dist", metafile: true };
const scripts = await build({ ...shared, format: "iife", entryPoints: ["src/course.ts", "src/theme.ts", "src/choose.ts"] });
await build({
  ...shared,
  entryPoints: ["src/course.css"],
  loader: { ".woff2": "copy", ".woff": "empty", ".ttf": "empty" },
  assetNames: "fonts/[name]",
});

// The fonts named in the style, and no others.
for (const font of readdirSync("node_modules/katex/dist/fonts").filter((name) => name.endsWith(".woff2")))
  cpSync(join("node_modules/katex/dist/fonts", font), join("dist/fonts", font));

const packages = new Set(
  Object.keys(scripts.metafile.inputs)
    .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter(Boolean),
);
const licences = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} ${version} carries no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").replaceAll("\r", "").trim()}\n`;
});
writeFileSync("dist/LICENSES.txt", `course.js, course.css and fonts/ contain these packages.\n\n${licences.join("\n----\n\n")}`);
