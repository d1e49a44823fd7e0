import { all, make } from "./dom";
import { isDark, themePictures } from "./pictures";

interface Plotly {
  newPlot(element: HTMLElement, figure: unknown): Promise<unknown>;
  purge(element: HTMLElement): void;
}

declare global {
  interface Window {
    Plotly?: Plotly;
    courseFigures?: Record<string, string>;
  }
}

/** The library's four page colours, and what they are on a dark page. */
const darkColours: Record<string, string> = { "#1f2328": "#e6edf3", "#59636e": "#a5b0bb", "#e3e6ea": "#343b44", "#ffffff": "#14181d" };
const assets = document.documentElement.dataset.assets ?? "../assets/";
const scripts = new Map<string, Promise<void>>();

function loadScript(address: string): Promise<void> {
  let loading = scripts.get(address);
  if (!loading) {
    loading = new Promise((done, fail) => {
      const script = make("script", { src: address });
      script.onload = () => done();
      script.onerror = () => fail(new Error(`${address} could not be loaded`));
      document.head.append(script);
    });
    scripts.set(address, loading);
  }
  return loading;
}

/** The chart's JSON: in the figure itself, or in a script beside the page. */
async function jsonOf(figure: HTMLElement): Promise<string | undefined> {
  const name = figure.dataset.chart;
  if (!name) return figure.querySelector('script[type="application/json"]')?.textContent ?? undefined;
  if (!window.courseFigures?.[name]) await loadScript(`${assets}figures/${name}.js`);
  return window.courseFigures?.[name];
}

/** Puts the interactive chart in the picture's place; the picture stays if that fails. */
async function draw(figure: HTMLElement): Promise<void> {
  const picture = figure.querySelector("img");
  const json = await jsonOf(figure);
  if (!picture || !json) return;
  await loadScript(`${assets}plotly-2.28.0.min.js`);
  const coloured = isDark() ? json.replace(/#(?:1f2328|59636e|e3e6ea|ffffff)\b/g, (colour) => darkColours[colour] ?? colour) : json;
  const old = figure.querySelector<HTMLElement>(".chart");
  if (old) window.Plotly!.purge(old);
  const chart = make("div", { class: "chart", role: "img", "aria-label": picture.alt });
  old?.remove();
  figure.prepend(chart);
  await window.Plotly!.newPlot(chart, JSON.parse(coloured));
  picture.hidden = true;
  figure.dataset.drawn = document.documentElement.dataset.theme ?? "";
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      draw(entry.target as HTMLElement).catch((error: unknown) => console.warn("A figure stays a picture:", error));
    }
  },
  { rootMargin: "300px" },
);

/** Makes the figures inside an element interactive once they come near the window. */
export function wakeFigures(within: ParentNode): void {
  for (const figure of all<HTMLElement>("figure.figure:not([data-woken])", within)) {
    figure.dataset.woken = "";
    themePictures(figure);
    watcher.observe(figure);
  }
}

/** Draws all figures again in the page's colours. */
export function rethemeFigures(): void {
  for (const figure of all<HTMLElement>("figure.figure[data-woken]")) {
    themePictures(figure);
    if (figure.dataset.drawn) watcher.observe(figure);
  }
}
