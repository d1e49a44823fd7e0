import { LessonCell } from "./cell";
import { Connection } from "./connection";
import { all, announce } from "./dom";
import type { FromServer, KernelStatus } from "./protocol";
import { fill, text } from "./text";

/** Makes a lesson page live: editors, the kernel's state, running, saving. */
export function startLesson(): void {
  const lesson = new Lesson();
  lesson.start();
}

class Lesson {
  private readonly connection: Connection;
  private readonly cells: LessonCell[];
  private readonly byId: Map<string, LessonCell>;
  private readonly kernelState = document.querySelector<HTMLElement>("#kernel-state")!;
  private readonly alert = document.querySelector<HTMLElement>("#alert")!;
  private readonly restartButton = document.querySelector<HTMLButtonElement>("#restart")!;
  private readonly interruptButton = document.querySelector<HTMLButtonElement>("#interrupt")!;
  private warm = false;

  constructor() {
    const page = document.body.dataset;
    const address = new URL(`../socket/${page.language}/${page.lesson}`, location.href);
    address.protocol = "ws:";
    address.hash = "";
    this.connection = new Connection(address.href, (message) => this.receive(message), (reachable) => this.reachable(reachable));
    this.cells = all<HTMLElement>(".cell.code").map(
      (element, index) =>
        new LessonCell(element, index + 1, this.connection, {
          run: (cell) => this.run([cell]),
          next: (cell) => this.cells[this.cells.indexOf(cell) + 1]?.focusEditor(),
          edited: (cell, source, request) => this.edited(cell, source, request),
        }),
    );
    this.byId = new Map(this.cells.map((cell) => [cell.id, cell]));
  }

  start(): void {
    this.on("#run-all", () => this.run(this.cells));
    this.on("#run-above", () => this.run(this.cells.slice(0, this.currentIndex())));
    this.on("#interrupt", () => this.connection.send({ type: "interrupt" }));
    this.on("#restart", () => this.connection.send({ type: "restart" }));
    document.addEventListener("keydown", (event) => this.commandKey(event));
    addEventListener("beforeunload", (event) => this.leave(event));
    for (const cell of this.cells) cell.element.addEventListener("focusin", () => this.focused(cell));
  }

  /** Whoever leaves with a text that the server cannot keep is asked; the browser keeps it in any case. */
  private leave(event: BeforeUnloadEvent): void {
    for (const cell of this.cells) cell.saveWaiting();
    const refused = !this.alert.hidden && this.alert.dataset.about === "file";
    if ((refused || !this.connection.isOpen) && this.cells.some((cell) => cell.isUnsaved)) event.preventDefault();
  }

  private on(selector: string, action: () => void): void {
    document.querySelector(selector)?.addEventListener("click", action);
  }

  private run(cells: LessonCell[]): void {
    if (cells.length > 0) this.connection.send({ type: "run", cells: cells.map((cell) => ({ cell: cell.id, source: cell.source })) });
  }

  /** A trouble with a file is said again if it lasts. */
  private edited(cell: LessonCell, source: string | null, request: number): void {
    this.hideAlert("file");
    this.connection.send({ type: "edit", cell: cell.id, source, request });
  }

  private focused(cell: LessonCell): void {
    for (const other of this.cells) other.element.classList.toggle("current", other === cell);
    if (!this.warm) this.warm = this.connection.send({ type: "warm" });
  }

  private currentIndex(): number {
    const current = this.cells.findIndex((cell) => cell.element.classList.contains("current"));
    if (current >= 0) return current;
    const below = this.cells.findIndex((cell) => cell.element.getBoundingClientRect().bottom > 100);
    return below >= 0 ? below : this.cells.length;
  }

  /** Keys outside an editor, as notebook users expect: j and k or arrows move, Enter edits, Shift+Enter runs. */
  private commandKey(event: KeyboardEvent): void {
    const element = event.target as HTMLElement;
    const cell = this.cells.find((candidate) => candidate.element === element);
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step) this.cells[this.cells.indexOf(cell) + step]?.element.focus();
    else if (event.key === "Enter" && event.shiftKey) this.run([cell]);
    else if (event.key === "Enter") cell.focusEditor();
    else return;
    event.preventDefault();
  }

  private receive(message: FromServer): void {
    switch (message.type) {
      case "state":
        for (const cell of this.cells) cell.restore(message.cells[cell.id] ?? { status: "none", outputs: [] });
        this.showProgress(message.exercises, message.predictions);
        return this.showKernel(message.kernel);
      case "kernel":
        return this.showKernel(message.kernel, message.reason);
      case "saved":
        return this.byId.get(message.cell)?.saved(message.request);
      case "outdated":
        return this.showAlert("file", text.outdated);
      case "cell":
        return this.showStatus(message);
      case "output":
        return this.byId.get(message.cell)?.add(message.output);
      case "source":
        return this.byId.get(message.cell)?.heard(message.source);
      case "progress":
        return this.showProgress(message.exercises, message.predictions);
      case "notRead":
      case "notSaved":
      case "notUnderstood":
        return this.showAlert("file", fill(text[message.type], message.message));
    }
  }

  /** The end of the cell that the learner is in is also said to a screen reader. */
  private showStatus(message: Extract<FromServer, { type: "cell" }>): void {
    const cell = this.byId.get(message.cell);
    const words = cell?.showStatus(message.status, message.count, message.milliseconds);
    if (words && cell?.element.classList.contains("current") && ["done", "failed", "interrupted"].includes(message.status)) announce(words);
  }

  private showProgress(solved: string[], predictions: Record<string, string>): void {
    for (const cell of this.cells) {
      if (cell.exercise && solved.includes(cell.exercise)) cell.showExercise("Passed");
      cell.showPredictions(predictions);
    }
  }

  private showKernel(status: KernelStatus, reason?: string | null): void {
    const words: Record<KernelStatus, string> = {
      none: text.kernelNone,
      waiting: text.kernelWaiting,
      starting: text.kernelStarting,
      idle: text.kernelIdle,
      busy: text.kernelBusy,
      dead: text.kernelNone,
      ended: text.kernelNone,
    };
    this.kernelState.textContent = words[status];
    this.kernelState.dataset.kernel = status;
    this.interruptButton.disabled = status !== "busy" && status !== "waiting";
    this.restartButton.disabled = ["none", "starting", "waiting"].includes(status);
    if (status === "dead") this.showAlert("kernel", reason ? `${text.kernelDead} ${reason}` : text.kernelDead, true);
    else if (status === "waiting") this.showAlert("kernel", text.kernelWaitingWhy);
    else if (status === "ended") this.showAlert("kernel", text.kernelEnded);
    else this.hideAlert("kernel");
  }

  private showAlert(about: "kernel" | "server" | "file", message: string, restart = false): void {
    this.alert.dataset.about = about;
    this.alert.hidden = false;
    this.alert.replaceChildren(message);
    if (restart) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text.restart;
      button.addEventListener("click", () => this.connection.send({ type: "restart" }));
      this.alert.append(" ", button);
    }
    announce(message);
  }

  private hideAlert(about: string): void {
    if (this.alert.dataset.about === about) this.alert.hidden = true;
  }

  private reachable(reachable: boolean): void {
    if (reachable) return this.hideAlert("server");
    this.warm = false;
    this.showAlert("server", text.offline);
  }
}
