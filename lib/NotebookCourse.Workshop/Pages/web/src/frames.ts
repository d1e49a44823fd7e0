import { all, make } from "./dom";
import { text } from "./text";

/**
 * HTML that a cell has written is shown in a frame of its own in which no script runs: it can look like anything, but it
 * cannot act on the page, the editors, the kernel or the network.
 */
export function frame(html: string): HTMLIFrameElement {
  const element = make("iframe", { sandbox: "allow-same-origin", title: text.output, class: "html-output" });
  element.srcdoc = `<!doctype html><html data-theme="${document.documentElement.dataset.theme}"><head><meta charset="utf-8"><style>${style}</style></head><body>${html}</body></html>`;
  element.addEventListener("load", () => fit(element));
  return element;
}

/** Gives all frames the page's colours. */
export function frameTheme(): void {
  for (const element of all<HTMLIFrameElement>("iframe.html-output")) {
    const root = element.contentDocument?.documentElement;
    if (root) root.dataset.theme = document.documentElement.dataset.theme ?? "light";
  }
}

function fit(element: HTMLIFrameElement): void {
  const body = element.contentDocument?.body;
  if (!body) return;
  const resize = () => (element.style.height = `${Math.ceil(body.getBoundingClientRect().height) + 2}px`);
  new ResizeObserver(resize).observe(body);
  resize();
}

const style = `
html{color-scheme:light;color:#1f2328;background:transparent;font:15px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
@media screen{html[data-theme=dark]{color-scheme:dark;color:#e6edf3}}
body{margin:0;overflow:auto hidden}
table{border-collapse:collapse;font-size:14px}th,td{padding:3px 10px;border:1px solid #8a929b55;text-align:left;vertical-align:top}
code,pre{font-family:ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace;font-size:13.5px}pre{margin:0;white-space:pre-wrap}
summary{cursor:pointer}img,svg{max-width:100%}`;
