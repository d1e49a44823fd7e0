// JupyterLab's page from its npm packages, the way its builder lays out settings, themes and styles.
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { DefinePlugin } = require("@rspack/core");
const { Build } = require("@jupyter/builder");
const { extensions } = require("./package.json").jupyterlab;

const assets = Build.ensureAssets({ packageNames: extensions, output: "./build" });
mkdirSync("build", { recursive: true });
writeFileSync("build/extensions.js", `export const load = () => Promise.all([\n${extensions.map((name) => `  import("${name}"),\n`).join("")}]);\n`);

module.exports = [
  {
    entry: ["./lab.js"],
    output: { path: join(__dirname, "build"), filename: "bundle.js" },
    mode: "development",
    devtool: false,
    resolve: { fallback: { path: false, url: false, buffer: false, crypto: false, fs: false } },
    module: {
      rules: [
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
        { test: /\.css$/, use: ["style-loader", "css-loader"], type: "javascript/auto" },
        { test: /\.raw\.css$/, type: "asset/source" },
        { test: /\.(md|js\.map)$/, type: "asset/source" },
        { test: /\.(html|jpg|png|gif|eot|ttf|woff2?)(\?.*)?$/, type: "asset/resource" },
        { test: /\.svg(\?.*)?$/, issuer: /\.css$/, type: "asset/inline" },
        { test: /\.svg(\?.*)?$/, issuer: /\.js$/, type: "asset/source" },
      ],
    },
    plugins: [new DefinePlugin({ process: { cwd: () => "/", env: {} } })],
  },
  ...assets,
];
