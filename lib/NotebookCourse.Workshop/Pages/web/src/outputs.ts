import { afterReturns, coloured } from "./ansi";
import { make } from "./dom";
import { wakeFigures } from "./figures";
import { frame } from "./frames";
import type { Bundle, Output } from "./protocol";
import { fill, text } from "./text";

/** What one cell has shown so far. */
export class OutputArea {
  private clearFirst = false;
  private stream: { name: string; text: string; element: HTMLElement } | undefined;

  constructor(readonly element: HTMLElement) {}

  clear(): void {
    this.clearFirst = false;
    this.stream = undefined;
    this.element.replaceChildren();
  }

  add(output: Output): void {
    if (output.kind === "clear") {
      if (output.wait) this.clearFirst = true;
      else this.clear();
      return;
    }
    if (this.clearFirst) this.clear();
    if (output.kind === "stream") return this.addText(output.name, output.text);
    this.stream = undefined;
    switch (output.kind) {
      case "data":
        return this.addData(output.data, output.displayId ?? undefined);
      case "update":
        return this.update(output.data, output.displayId);
      case "error":
        return this.addError(output.name, output.value, output.traceback);
      case "cut":
        this.element.append(make("p", { class: "notice" }, fill(text.cut, output.limit)));
    }
  }

  private addText(name: string, piece: string): void {
    if (this.stream?.name !== name) {
      const element = make("pre", { class: `text-output ${name}`, tabindex: "0" });
      this.element.append(element);
      this.stream = { name, text: "", element };
    }
    this.stream.text = afterReturns(this.stream.text + piece);
    this.stream.element.replaceChildren(coloured(this.stream.text));
  }

  private addData(data: Bundle, displayId?: string): void {
    const element = make("div", { class: "data-output" }, show(data));
    if (displayId) element.dataset.display = displayId;
    this.element.append(element);
    wakeFigures(element);
  }

  private update(data: Bundle, displayId: string): void {
    for (const element of document.querySelectorAll<HTMLElement>(`[data-display="${CSS.escape(displayId)}"]`)) {
      element.replaceChildren(show(data));
      wakeFigures(element);
    }
  }

  private addError(name: string, value: string, traceback: string[]): void {
    const lines = traceback.length > 0 ? traceback.join("\n") : `${name}: ${value}`;
    this.element.append(make("pre", { class: "text-output error", tabindex: "0" }, coloured(lines)));
  }
}

/** The richest form of a value that a page can show. */
function show(data: Bundle): Node {
  const html = data["text/html"];
  const chart = data["application/vnd.plotly.v1+json"];
  if (chart) return figure(chart, html);
  if (html !== undefined) return frame(html);
  for (const type of ["image/svg+xml", "image/png", "image/jpeg"]) {
    const image = data[type];
    if (image === undefined) continue;
    const base64 = type === "image/svg+xml" ? btoa(String.fromCharCode(...new TextEncoder().encode(image))) : image;
    return make("img", { src: `data:${type};base64,${base64}`, alt: data["text/plain"] ?? "" });
  }
  return make("pre", { class: "text-output", tabindex: "0" }, coloured(data["text/plain"] ?? data["application/json"] ?? JSON.stringify(data)));
}

/** A chart with the picture that its HTML carries. */
function figure(chart: string, html: string | undefined): HTMLElement {
  const picture = html ? new DOMParser().parseFromString(html, "text/html").querySelector("img") : null;
  const source = picture?.getAttribute("src") ?? "";
  const image = make("img", { alt: picture?.alt ?? "" });
  if (source.startsWith("data:image/svg+xml;base64,")) image.src = source;
  return make("figure", { class: "figure" }, image, make("script", { type: "application/json" }, chart));
}

/** The exercise that an output reports on, and whether it is solved. */
export function exerciseStatus(output: Output): { name: string; status: string } | undefined {
  const html = output.kind === "data" ? output.data["text/html"] : undefined;
  if (!html?.includes("data-exercise")) return undefined;
  const report = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-exercise]");
  return report ? { name: report.dataset.exercise ?? "", status: report.dataset.status ?? "" } : undefined;
}
