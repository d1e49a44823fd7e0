import { make } from "./dom";
import type { OutputArea } from "./outputs";
import type { Bundle, Output } from "./protocol";
import { fill, text } from "./text";

const controlType = "application/vnd.notebookcourse.control+json";

/** Asks the kernel for what a setting shows. */
export type Turn = (control: string, value: string) => void;

/** What a control says of itself. */
export interface Input {
  name: string;
  kind: "slider" | "text" | "choice";
  start: string;
  from?: number;
  to?: number;
  step?: number;
  longest?: number;
  choices?: string[];
  html?: string;
}

/** A setting is asked for when the learner rests. */
const rest = { slider: 120, text: 350, choice: 0 };

/** A control of a cell: its input, and below it what its setting shows. */
export class ControlView {
  readonly element = make("div", { class: "control" });
  readonly name: string;
  private readonly input: HTMLInputElement | HTMLSelectElement;
  private readonly value = make("output", {});
  private asking: number | undefined;
  private asked: string;

  constructor(
    control: Input,
    data: Bundle,
    private readonly turn: Turn,
    private readonly shown: OutputArea,
  ) {
    this.name = control.name;
    this.asked = control.start;
    this.input = inputOf(control);
    const label = make("label", {}, make("span", {}, control.name), this.input);
    if (control.kind === "slider") label.append(this.value);
    this.value.textContent = control.start;
    this.element.append(label, shown.element);
    this.shown.add({ kind: "data", data: atStart(data, control.html) });
    this.input.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.turned(rest[control.kind]);
    });
    this.input.addEventListener("compositionend", () => this.turned(rest.text));
  }

  /** Shows a setting, which another window may have asked for. */
  show(value: string, outputs: Output[] | null | undefined): void {
    if (value === this.asked) this.element.removeAttribute("aria-busy");
    else if (this.element.hasAttribute("aria-busy")) return; // what was asked for since comes soon
    else {
      this.asked = this.input.value = value;
      this.value.textContent = value;
    }
    this.shown.element.style.minHeight = `${this.shown.element.offsetHeight}px`; // what stands below does not jump
    this.shown.clear();
    for (const output of outputs ?? []) this.shown.add(output);
    if (!outputs) this.shown.element.append(make("p", { class: "notice" }, fill(text.controlUnknown, this.name)));
    setTimeout(() => this.shown.element.style.removeProperty("min-height"), 500);
  }

  private turned(after: number): void {
    this.value.textContent = this.input.value;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      if (this.input.value === this.asked) return;
      this.asked = this.input.value;
      this.element.setAttribute("aria-busy", "true");
      this.turn(this.name, this.asked);
    }, after);
  }
}

/** The control that an output carries; undefined if it carries none, or not one that the library makes. */
export function controlIn(data: Bundle): Input | undefined {
  const said = data[controlType];
  if (said === undefined) return undefined;
  try {
    const control = JSON.parse(said) as Partial<Input> | null;
    const isWhole = typeof control?.name === "string" && typeof control.start === "string" && Object.hasOwn(rest, control.kind ?? "");
    return isWhole && (control.kind !== "choice" || Array.isArray(control.choices)) ? (control as Input) : undefined;
  } catch {
    return undefined; // any cell may show anything under any name
  }
}

function inputOf(control: Input): HTMLInputElement | HTMLSelectElement {
  if (control.kind === "choice") return make("select", {}, ...control.choices!.map((choice) => make("option", { value: choice }, choice)));
  const input = make("input", control.kind === "slider"
    ? { type: "range", min: `${control.from}`, max: `${control.to}`, step: `${control.step}` }
    : { type: "text", maxlength: `${control.longest}`, autocomplete: "off", spellcheck: "false" });
  input.value = control.start;
  return input;
}

/** The bundle of what the control shows first, without the control. */
function atStart(data: Bundle, html: string | undefined): Bundle {
  const { [controlType]: _, ...rest } = data;
  return html === undefined ? rest : { "text/html": html };
}
