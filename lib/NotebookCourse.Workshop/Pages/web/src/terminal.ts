import { afterReturns, Colours } from "./ansi";
import { make } from "./dom";

/** Console text that grows: whole lines are written once, and only the line under way is drawn again. */
export class TerminalText {
  readonly element: HTMLElement;
  private readonly colours = new Colours();
  private readonly lastLine = make("span");
  private open = "";

  constructor(readonly name: string) {
    this.element = make("pre", { class: `text-output ${name}`, tabindex: "0" }, this.lastLine);
  }

  add(piece: string): void {
    const text = this.open + piece;
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) this.lastLine.before(this.colours.take(afterReturns(text.slice(0, end))));
    // A return may still be followed by a line end, and what it takes back by what replaces it.
    this.open = text.slice(end);
    this.lastLine.replaceChildren(this.colours.show(afterReturns(this.open)));
    if (this.open.length > longestOpenLine) this.open = afterReturns(this.open) + (this.open.endsWith("\r") ? "\r" : "");
  }
}

const longestOpenLine = 10_000;
