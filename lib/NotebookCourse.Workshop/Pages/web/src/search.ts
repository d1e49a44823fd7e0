import { make } from "./dom";
import { fill, language, text } from "./text";

/** [page, heading's anchor, lesson title, heading, words] */
type Entry = [string, string, string, string, string];

declare global {
  interface Window {
    courseSearch?: Entry[];
  }
}

const most = 30;

/** Search over all lessons: the index is a script beside the pages, so it works from a file too. */
export function setUpSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#search");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector("ol");
  const count = dialog?.querySelector("output");
  if (!dialog || !input || !list || !count) return;

  const open = () => {
    if (!window.courseSearch) {
      const script = make("script", { src: `${document.documentElement.dataset.assets}search-${language}.js` });
      script.onload = () => show();
      document.head.append(script);
    }
    dialog.showModal();
    input.select();
  };
  const show = () => {
    const found = find(window.courseSearch ?? [], input.value);
    count.textContent = input.value.trim() === "" ? "" : found.length === 0 ? text.noResults : fill(text.results, found.length);
    list.replaceChildren(
      ...found.slice(0, most).map(({ entry: [page, anchor, lesson, heading], excerpt }) =>
        make("li", {}, make("a", { href: `${page}#${anchor}` }, make("strong", {}, `${lesson} · ${heading}`), make("span", {}, excerpt))),
      ),
    );
  };

  document.querySelector("#open-search")?.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element | null)?.closest("input, textarea, .cm-editor");
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("input", show);
  list.addEventListener("click", () => dialog.close());
}

/** Entries that hold every word; those with a word in the heading first. */
export function find(entries: Entry[], query: string): { entry: Entry; excerpt: string }[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return entries
    .map((entry) => {
      const heading = `${entry[2]} ${entry[3]}`.toLowerCase();
      const body = entry[4].toLowerCase();
      const matches = words.every((word) => heading.includes(word) || body.includes(word));
      const score = matches ? words.filter((word) => heading.includes(word)).length + 1 : 0;
      const at = Math.max(0, body.indexOf(words[0]!) - 40);
      return { entry, score, excerpt: `${at > 0 ? "…" : ""}${entry[4].slice(at, at + 120)}…` };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
