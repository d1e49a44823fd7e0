import { coloured } from "./ansi";
import { ControlView, controlIn, type Input, type Turn } from "./controls";
import { make } from "./dom";
import { wakeFigures } from "./figures";
import { OutputFrame } from "./frames";
import { themePictures } from "./pictures";
import type { Bundle, Output } from "./protocol";
import { TerminalText } from "./terminal";
import { fill, text } from "./text";

/** Where displays stand that can be updated, in all cells. */
const displays = new Map<string, Set<Display>>();

interface Display {
  area: OutputArea;
  element: HTMLElement;
  isFramed: boolean;
}

/** What one cell has shown so far. */
export class OutputArea {
  private clearFirst = false;
  private stream: TerminalText | undefined;
  private frame: OutputFrame | undefined;
  private controls: ControlView[] = [];

  /** @param turn asks the kernel for a control's setting. */
  constructor(
    readonly element: HTMLElement,
    private readonly turn: Turn,
  ) {}

  clear(): void {
    this.clearFirst = false;
    this.stream = undefined;
    this.frame = undefined;
    this.controls = [];
    this.element.replaceChildren();
    for (const [id, places] of displays) {
      for (const place of places) if (place.area === this) places.delete(place);
      if (places.size === 0) displays.delete(id);
    }
  }

  add(output: Output): void {
    if (output.kind === "clear") {
      if (output.wait) this.clearFirst = true;
      else this.clear();
      return;
    }
    if (output.kind === "update") return update(output.data, output.displayId);
    if (output.kind === "turned") return this.controls.find((control) => control.name === output.control)?.show(output.value, output.outputs);
    if (this.clearFirst) this.clear();
    if (output.kind !== "stream") this.stream = undefined;
    switch (output.kind) {
      case "stream":
        return this.addText(output.name, output.text);
      case "data":
        return this.addData(output.data, output.displayId ?? undefined);
      case "error":
        return this.addError(output.name, output.value, output.traceback);
      case "cut":
        return this.append(make("p", { class: "notice" }, fill(text.cut, output.limit)));
    }
  }

  private append(element: HTMLElement): void {
    this.frame = undefined;
    this.element.append(element);
  }

  private addText(name: string, piece: string): void {
    if (this.stream?.name !== name) {
      this.stream = new TerminalText(name);
      this.append(this.stream.element);
    }
    this.stream.add(piece);
  }

  private addData(data: Bundle, displayId?: string): void {
    const control = controlIn(data);
    if (control) return this.addControl(control, data);
    const html = framed(data);
    const element = html === undefined ? make("div", { class: "data-output" }, show(data)) : this.addFramed(html);
    if (html === undefined) this.append(element);
    if (displayId) {
      const places = displays.get(displayId) ?? new Set<Display>();
      displays.set(displayId, places.add({ area: this, element, isFramed: html !== undefined }));
    }
    wakeFigures(element);
  }

  private addControl(input: Input, data: Bundle): void {
    const control = new ControlView(input, data, this.turn, new OutputArea(make("div", {}), this.turn));
    this.controls.push(control);
    this.append(control.element);
  }

  private addFramed(html: string): HTMLElement {
    if (!this.frame) {
      const frame = new OutputFrame();
      this.append(make("div", { class: "data-output" }, frame.element));
      this.frame = frame;
    }
    return this.frame.add(html);
  }

  private addError(name: string, value: string, traceback: string[]): void {
    const lines = traceback.length > 0 ? traceback.join("\n") : `${name}: ${value}`;
    this.append(make("pre", { class: "text-output error", tabindex: "0" }, coloured(lines)));
  }
}

function update(data: Bundle, displayId: string): void {
  const html = framed(data);
  for (const { element, isFramed } of displays.get(displayId) ?? []) {
    if (isFramed) element.innerHTML = html ?? "";
    if (isFramed && html === undefined) element.append(make("pre", {}, plain(data)));
    if (!isFramed) element.replaceChildren(html === undefined ? show(data) : frameOf(html));
    if (isFramed) themePictures(element);
    else wakeFigures(element);
  }
}

/** The HTML that belongs in a frame; undefined if the value is shown otherwise. */
function framed(data: Bundle): string | undefined {
  return data["application/vnd.plotly.v1+json"] ? undefined : data["text/html"];
}

function frameOf(html: string): HTMLElement {
  const frame = new OutputFrame();
  frame.add(html);
  return frame.element;
}

function plain(data: Bundle): string {
  return data["text/plain"] ?? data["application/json"] ?? JSON.stringify(data);
}

/** The richest form of a value that a page can show outside a frame. */
function show(data: Bundle): Node {
  const chart = data["application/vnd.plotly.v1+json"];
  if (chart) return figure(chart, data["text/html"]);
  for (const type of ["image/svg+xml", "image/png", "image/jpeg"]) {
    const image = data[type];
    if (image === undefined) continue;
    const base64 = type === "image/svg+xml" ? btoa(String.fromCharCode(...new TextEncoder().encode(image))) : image;
    return make("img", { src: `data:${type};base64,${base64}`, alt: data["text/plain"] ?? "" });
  }
  return make("pre", { class: "text-output", tabindex: "0" }, coloured(plain(data)));
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
