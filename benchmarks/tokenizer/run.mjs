// usage: node run.mjs [ROUNDS]   (README.md says what to install first)
// Runs ours and the peer in turn on each corpus and prints medians.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const work = mkdtempSync(join(tmpdir(), "tokenizer-benchmark-"));
const environment = { ...process.env, RAYON_NUM_THREADS: "1", TOKENIZERS_PARALLELISM: "false", NOTEBOOKCOURSE_DATA: join(here, "../../data") };

const run = (command, args) => {
  const result = spawnSync(command, args, { env: environment, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")}\n${result.stdout}${result.stderr}`);
  return result.stdout;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

// Chunks of about 4 KB, cut at line ends: what a server or a data loader hands to a tokenizer.
const chunksOf = (text) => {
  const chunks = [];
  let chunk = "";
  for (const line of text.split(/(?<=\n)/)) {
    chunk += line;
    if (Buffer.byteLength(chunk) >= 4096) {
      chunks.push(chunk);
      chunk = "";
    }
  }
  return chunk ? [...chunks, chunk] : chunks;
};

run("dotnet", ["build", join(here, "ours.cs"), "--configuration", "Release", "--output", join(work, "ours"), "--nologo", "--verbosity", "quiet"]);
console.log("| text | MB | ours, first time | peer, first time | ratio | ours, again | peer, again | ratio |\n|---|---|---|---|---|---|---|---|");
for (const corpus of ["moby-dick", "song-ci", "csharp"]) {
  const text = readFileSync(join(here, `../../data/corpora/${corpus}.txt`), "utf8");
  const megabytes = Buffer.byteLength(text) / 1e6;
  const file = join(work, `${corpus}.json`);
  writeFileSync(file, JSON.stringify(chunksOf(text)));

  const results = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    results.ours.push(JSON.parse(run("dotnet", [join(work, "ours", "ours.dll"), file])));
    results.peer.push(JSON.parse(run("node", [join(here, "peer.mjs"), file])));
  }
  const checksums = new Set([...results.ours, ...results.peer].map((result) => result.checksum));
  if (checksums.size !== 1) throw new Error(`${corpus}: the ids differ (${[...checksums]})`);

  const speed = (who, pass) => megabytes / median(results[who].map((result) => result[pass]));
  const columns = ["first", "again"].flatMap((pass) => {
    const [ours, peer] = [speed("ours", pass), speed("peer", pass)];
    return [`${ours.toFixed(1)} MB/s`, `${peer.toFixed(2)} MB/s`, `${(ours / peer).toFixed(1)}x`];
  });
  console.log(`| ${corpus} | ${megabytes.toFixed(2)} | ${columns.join(" | ")} |`);
}
rmSync(work, { recursive: true });
