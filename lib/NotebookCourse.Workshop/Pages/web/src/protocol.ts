/** What the server and a lesson page say to each other; Pages/Live/Messages.cs has the other side. */

export type Bundle = Record<string, string>;

export type Output =
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "data"; data: Bundle; displayId?: string | null }
  | { kind: "update"; data: Bundle; displayId: string }
  | { kind: "error"; name: string; value: string; traceback: string[] }
  | { kind: "turned"; control: string; value: string; outputs?: Output[] | null }
  | { kind: "clear"; wait: boolean }
  | { kind: "cut"; limit: string };

export type CellStatus = "none" | "queued" | "running" | "done" | "failed" | "interrupted";
export type KernelStatus = "none" | "waiting" | "starting" | "idle" | "busy" | "dead" | "ended";

export interface CellState {
  source?: string | null;
  status: CellStatus;
  count?: number | null;
  milliseconds?: number | null;
  outputs: Output[];
}

export type FromServer =
  | { type: "state"; kernel: KernelStatus; cells: Record<string, CellState>; exercises: string[]; predictions: Record<string, string> }
  | { type: "kernel"; kernel: KernelStatus; reason?: string | null }
  | { type: "cell"; cell: string; status: CellStatus; count?: number | null; milliseconds?: number | null }
  | { type: "output"; cell: string; output: Output }
  | { type: "source"; cell: string; source: string | null }
  | { type: "progress"; exercises: string[]; predictions: Record<string, string> }
  | { type: "notRead" | "notSaved" | "notUnderstood"; message: string }
  | { type: "saved"; cell: string; request: number }
  | { type: "outdated"; cell: string }
  | { type: "completions"; request: number; start: number; end: number; items: { name: string; kind: string }[] }
  | { type: "inspection"; request: number; text: string | null };

export type FromPage =
  | { type: "run"; cells: { cell: string; source: string }[] }
  | { type: "edit"; cell: string; source: string | null; request: number }
  | { type: "turn"; cell: string; control: string; value: string }
  | { type: "interrupt" }
  | { type: "restart" }
  | { type: "warm" }
  | { type: "complete" | "inspect"; request: number; source: string; offset: number };
