import type { EditorView } from "@codemirror/view";
import type { Connection } from "./connection";
import { make } from "./dom";
import { createEditor, setSource } from "./editor";
import { OutputArea, exerciseStatus } from "./outputs";
import type { CellState, CellStatus, Output } from "./protocol";
import { fill, text } from "./text";

const saveDelay = 400;

export interface CellEvents {
  run(cell: LessonCell): void;
  next(cell: LessonCell): void;
  edited(cell: LessonCell, source: string | null, request: number): void;
}

/** One code cell of a lesson: its editor, its buttons, its outputs. */
export class LessonCell {
  readonly id: string;
  readonly original: string;
  readonly exercise: string | undefined;
  private readonly editor: EditorView;
  private readonly outputs: OutputArea;
  private readonly note = make("span", { class: "cell-note" });
  private readonly count = make("span", { class: "cell-count" });
  private readonly solved = make("span", { class: "cell-solved" });
  private readonly resetButton = make("button", { type: "button", class: "quiet", hidden: "" }, text.reset);
  private prediction: HTMLInputElement | undefined;
  private saving: number | undefined;
  private readonly kept: KeptEdit;
  private edits = 0;
  private confirmed = 0;

  constructor(
    readonly element: HTMLElement,
    number: number,
    connection: Connection,
    private readonly events: CellEvents,
  ) {
    this.id = element.dataset.cell!;
    this.kept = new KeptEdit(this.id);
    this.exercise = element.dataset.exercise;
    const source = element.querySelector<HTMLElement>(".source")!;
    this.original = source.querySelector("code")!.textContent ?? "";
    source.querySelector("pre")!.remove();
    element.tabIndex = -1;
    this.editor = createEditor(source, this.original, fill(text.editor, number), connection, {
      changed: () => this.changed(),
      run: (stay) => {
        events.run(this);
        if (!stay) events.next(this);
      },
      leave: () => element.focus(),
    });
    this.outputs = new OutputArea(element.querySelector<HTMLElement>(".live-outputs")!, (control, value) =>
      connection.send({ type: "turn", cell: this.id, control, value }),
    );
    this.addTools(number);
    if (element.dataset.prediction) this.addPrediction();
  }

  get source(): string {
    return this.editor.state.doc.toString();
  }

  focusEditor(): void {
    this.editor.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Whether the learner's text differs from what the server has confirmed. */
  get isUnsaved(): boolean {
    return this.edits !== this.confirmed;
  }

  /** Takes what the server knows: an edit, a run before this page was opened. What it was never told goes to it. */
  restore(state: CellState): void {
    const kept = this.isUnsaved ? undefined : this.kept.read();
    if (kept !== undefined) {
      setSource(this.editor, kept);
      this.showEdited();
      this.edits++;
    }
    if (this.isUnsaved) this.save();
    else this.setSource(state.source ?? null);
    this.showStatus(state.status, state.count, state.milliseconds);
    this.outputs.clear();
    for (const output of state.outputs) this.add(output);
  }

  setSource(source: string | null): void {
    setSource(this.editor, source ?? this.original);
    this.showEdited();
  }

  add(output: Output): void {
    this.outputs.add(output);
    const report = exerciseStatus(output);
    if (report && report.name === this.exercise) this.showExercise(report.status);
  }

  showExercise(status: string): void {
    this.element.dataset.solved = status;
    this.solved.textContent = status === "Passed" ? text.passed : "";
  }

  showPredictions(guesses: Record<string, string>): void {
    const guess = guesses[this.element.dataset.prediction ?? ""];
    if (this.prediction && guess !== undefined && document.activeElement !== this.prediction) this.prediction.value = guess;
  }

  /** @returns what it says. */
  showStatus(status: CellStatus, count?: number | null, milliseconds?: number | null): string {
    if (status === "queued" || status === "running") this.outputs.clear();
    this.element.dataset.status = status;
    const time = milliseconds == null ? "" : ` ${milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`}`;
    const words: Record<CellStatus, string> = {
      none: "",
      queued: text.queued,
      running: text.running,
      done: text.done + time,
      failed: text.failed,
      interrupted: text.interrupted,
    };
    this.note.textContent = words[status];
    this.count.textContent = count == null ? "" : `[${count}]`;
    return words[status];
  }

  private addTools(number: number): void {
    const label = fill(text.run, number);
    const run = make("button", { type: "button", class: "run", title: `${label} (Shift+Enter)`, "aria-label": label }, "▶");
    run.addEventListener("click", () => this.events.run(this));
    this.resetButton.addEventListener("click", () => {
      this.setSource(null);
      this.saveNow();
    });
    this.element.querySelector(".tools")!.append(run, this.count, this.note, this.solved, this.resetButton);
  }

  /** A place to write a guess without touching the code: it takes the place of the null in the cell. */
  private addPrediction(): void {
    const declared = /\b(double|string|bool)\?\s+\w+\s*=\s*(null)\s*;/.exec(this.original);
    if (!declared) return;
    const input = make("input", { id: `guess-${this.id}`, autocomplete: "off" });
    this.prediction = input;
    const form = make("form", { class: "prediction" }, make("label", { for: input.id }, text.predict), input, make("button", { type: "submit" }, text.predictRun));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = literal(declared[1]!, input.value.trim());
      input.setCustomValidity(value === undefined ? declared[1] === "double" ? "0.5, 1e50" : "true, false" : "");
      if (value === undefined) return void input.reportValidity();
      this.setSource(this.original.replace(declared[0], declared[0].replace(/null\s*;$/, `${value};`)));
      this.saveNow();
      this.events.run(this);
    });
    input.addEventListener("input", () => input.setCustomValidity(""));
    this.element.prepend(form);
  }

  private changed(): void {
    this.showEdited();
    this.edits++;
    this.kept.write(this.source);
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), saveDelay);
  }

  /** Sends at once what the server does not know yet. */
  saveWaiting(): void {
    if (this.isUnsaved) this.save();
  }

  /** Another window has written here; what is being written in this one comes after it. */
  heard(source: string | null): void {
    if (!this.isUnsaved) this.setSource(source);
  }

  /** The server has an edit in the learner's file. */
  saved(request: number): void {
    this.confirmed = Math.max(this.confirmed, request);
    if (!this.isUnsaved) this.kept.forget();
  }

  private save(): void {
    clearTimeout(this.saving);
    this.events.edited(this, this.source === this.original ? null : this.source, this.edits);
  }

  /** Saves what was not typed: the original, or a prediction. */
  private saveNow(): void {
    this.edits++;
    this.kept.write(this.source);
    this.save();
  }

  private showEdited(): void {
    const edited = this.source !== this.original;
    this.resetButton.hidden = !edited;
    this.element.classList.toggle("edited", edited);
  }
}

/** A text that the server has not confirmed, kept by the browser until it has. */
class KeptEdit {
  private readonly name: string;

  constructor(cell: string) {
    this.name = `course-unsaved:${document.body.dataset.lesson}:${cell}`;
  }

  read(): string | undefined {
    return localStorage.getItem(this.name) ?? undefined;
  }

  write(source: string): void {
    try {
      localStorage.setItem(this.name, source);
    } catch {
      console.warn("The browser keeps no more text."); // leaving the page asks all the same
    }
  }

  forget(): void {
    localStorage.removeItem(this.name);
  }
}

/** A guess as C# writes it; undefined if it is not of that type. */
function literal(type: string, guess: string): string | undefined {
  if (guess === "") return undefined;
  if (type === "string") return JSON.stringify(guess);
  const plain = guess.normalize("NFKC"); // full-width letters and digits
  if (type === "bool") {
    if (/^(true|yes|y|是|对)$/i.test(plain)) return "true";
    return /^(false|no|n|否|不|不是)$/i.test(plain) ? "false" : undefined;
  }
  const number = Number(plain);
  if (!Number.isFinite(number)) return undefined;
  return Number.isSafeInteger(number) || !Number.isInteger(number) ? String(number) : number.toExponential(); // C#'s whole numbers end at 2^64
}
