import { HighlightStyle, StreamLanguage, highlightingFor, syntaxHighlighting } from "@codemirror/language";
import { csharp } from "@codemirror/legacy-modes/mode/clike";
import { EditorState } from "@codemirror/state";
import { highlightTree, tags } from "@lezer/highlight";
import { all, make } from "./dom";

export const csharpLanguage = StreamLanguage.define(csharp);

/** Classes, not colours: the style sheet has a light and a dark set. */
const style = HighlightStyle.define([
  { tag: tags.keyword, class: "code-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "code-string" },
  { tag: tags.comment, class: "code-comment" },
  { tag: [tags.number, tags.bool, tags.atom, tags.null], class: "code-number" },
  { tag: [tags.typeName, tags.className], class: "code-type" },
  { tag: tags.meta, class: "code-meta" },
]);

export const highlighting = syntaxHighlighting(style);

/** Colours code that is only read. */
export function highlightStatic(): void {
  for (const code of all<HTMLElement>("code.language-csharp, code.csharp")) {
    const source = code.textContent ?? "";
    const state = EditorState.create({ doc: source, extensions: [csharpLanguage, highlighting] });
    const parts: (Node | string)[] = [];
    let at = 0;
    highlightTree(csharpLanguage.parser.parse(source), { style: (found) => highlightingFor(state, found) }, (from, to, classes) => {
      parts.push(source.slice(at, from), make("span", { class: classes }, source.slice(from, to)));
      at = to;
    });
    code.replaceChildren(...parts, source.slice(at));
  }
}
