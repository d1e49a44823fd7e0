import { make } from "./dom";

const escape = /\u001b\[([\d;]*)m/g;
const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Text with terminal colours as spans; other control sequences are left out. */
export function coloured(source: string): DocumentFragment {
  return new Colours().take(source);
}

/** A terminal's colours, which hold from one piece of text to the next. */
export class Colours {
  private classes: string[] = [];

  /** The text as it looks here; what follows begins in the colours that it ends in. */
  take(source: string): DocumentFragment {
    const result = document.createDocumentFragment();
    let at = 0;
    const put = (piece: string) => {
      const clean = piece.replace(/\u001b\[[\d;?]*[A-Za-ln-z]/g, "");
      if (clean) result.append(this.classes.length ? make("span", { class: this.classes.join(" ") }, clean) : clean);
    };
    for (const match of source.matchAll(escape)) {
      put(source.slice(at, match.index));
      at = match.index + match[0].length;
      for (const code of match[1]!.split(";").map(Number)) this.classes = next(this.classes, code);
    }
    put(source.slice(at));
    return result;
  }

  /** The text as it looks here, which may still change. */
  show(source: string): DocumentFragment {
    const before = this.classes;
    const result = this.take(source);
    this.classes = before;
    return result;
  }
}

function next(classes: string[], code: number): string[] {
  if (code === 0) return [];
  if (code === 1) return [...classes, "ansi-bold"];
  const colour = code >= 90 ? code - 90 : code - 30;
  return names[colour] ? [...classes.filter((name) => name === "ansi-bold"), `ansi-${names[colour]}`] : classes;
}

/** What a terminal shows after carriage returns: a later line part replaces an earlier one. */
export function afterReturns(source: string): string {
  if (!source.includes("\r")) return source;
  return source
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.slice(line.replace(/\r+$/, "").lastIndexOf("\r") + 1).replace(/\r+$/, ""))
    .join("\n");
}
