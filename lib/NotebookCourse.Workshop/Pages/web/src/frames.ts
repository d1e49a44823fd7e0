import { all, make } from "./dom";
import { themePictures } from "./pictures";
import { text } from "./text";

/** No script runs in a frame; the page may measure it, and its links open in new tabs. Pages/SavedOutputs.cs says the same. */
const sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/**
 * HTML that a cell has written is shown in a frame in which no script runs: it can look like anything, but it cannot act on
 * the page, the editors, the kernel or the network. Outputs that follow each other share a frame: a thousand frames take a gigabyte.
 */
export class OutputFrame {
  readonly element: HTMLIFrameElement;
  private body: HTMLElement | undefined;
  private waiting: HTMLElement[] = [];
  private readonly parser = document.implementation.createHTMLDocument();

  constructor() {
    this.element = make("iframe", { sandbox, title: text.output, class: "html-output" });
    this.element.srcdoc = '<!doctype html><html><head><meta charset="utf-8"><base target="_blank"></head><body></body></html>';
    this.element.addEventListener("load", () => {
      this.body = dress(this.element);
      this.body?.append(...this.waiting.splice(0));
      if (this.body) colour(this.body.ownerDocument);
    });
  }

  /** Adds a piece of HTML after the others. @returns its place, which can take other HTML later. */
  add(html: string): HTMLElement {
    const place = this.parser.createElement("div"); // of a document without a window: nothing in it loads before it stands in the frame
    place.innerHTML = html;
    if (!this.body) this.waiting.push(place);
    else {
      this.body.append(place);
      colour(this.body.ownerDocument);
    }
    return place;
  }
}

/** Gives the frames that came with the page their style and height. */
export function dressSavedFrames(): void {
  for (const element of all<HTMLIFrameElement>("iframe.html-output")) {
    element.addEventListener("load", () => dress(element));
    if (element.contentDocument?.readyState === "complete" && element.contentDocument.URL === "about:srcdoc") dress(element);
  }
}

/** Gives all frames the page's colours. */
export function frameTheme(): void {
  for (const inner of documents()) colour(inner);
}

/** The documents of all frames that are loaded. */
export function documents(): Document[] {
  return all<HTMLIFrameElement>("iframe.html-output").flatMap((element) => element.contentDocument ?? []);
}

function colour(inner: Document): void {
  inner.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "light";
  themePictures(inner);
}

function dress(element: HTMLIFrameElement): HTMLElement | undefined {
  const inner = element.contentDocument;
  if (!inner?.body || inner.head.querySelector("style[data-course]")) return inner?.body;
  colour(inner);
  inner.head.append(make("style", { "data-course": "" }, style));
  const resize = () => {
    const height = inner.body.getBoundingClientRect().height;
    if (height > 0) element.style.height = `${Math.ceil(height) + 2}px`;
  };
  new ResizeObserver(resize).observe(inner.body);
  new ResizeObserver(resize).observe(element); // it may have been folded away until now
  resize();
  return inner.body;
}

const style = `
html{color-scheme:light;color:#1f2328;background:transparent;font:15px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
@media screen{html[data-theme=dark]{color-scheme:dark;color:#e6edf3}}
body{margin:0;overflow:auto hidden}
table{border-collapse:collapse;font-size:14px}th,td{padding:3px 10px;border:1px solid #8a929b55;text-align:left;vertical-align:top}
code,pre{font-family:ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace;font-size:13.5px}pre{margin:0;white-space:pre-wrap}
summary{cursor:pointer}img,svg{max-width:100%}`;
