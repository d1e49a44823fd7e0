import katex from "katex";
import { all } from "./dom";

/** Sets every formula that the Markdown renderer marked: \( ... \) in a line, \[ ... \] by itself. */
export function renderMathematics(): void {
  for (const element of all<HTMLElement>(".math")) {
    const source = (element.textContent ?? "").trim();
    const formula = source.replace(/^\\[([]/, "").replace(/\\[)\]]$/, "");
    katex.render(formula, element, { displayMode: element.tagName === "DIV" || element.classList.contains("display"), throwOnError: false, strict: false });
    element.querySelector(".katex-display")?.setAttribute("tabindex", "0"); // a wide formula scrolls by keyboard too
  }
}
