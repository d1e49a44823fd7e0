import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, drawSelection, hoverTooltip, keymap, showTooltip, type Command, type Tooltip } from "@codemirror/view";
import { csharpLanguage, highlighting } from "./code";
import type { Connection } from "./connection";
import { announce, make } from "./dom";

export interface EditorEvents {
  changed(source: string): void;
  run(stay: boolean): void;
  leave(): void;
}

const setHelp = StateEffect.define<Tooltip | null>();

/** Help that was asked for by key; it goes with the next movement. */
const help = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, change) {
    const asked = change.effects.find((effect) => effect.is(setHelp));
    if (asked) return asked.value as Tooltip | null;
    return change.docChanged || change.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** A C# editor in a cell. Tab indents or takes a completion, Shift+Tab outdents or says what a name is; Escape leaves the editor, and Tab then moves on. */
export function createEditor(parent: HTMLElement, source: string, label: string, connection: Connection, events: EditorEvents): EditorView {
  const command = (action: () => void): Command => () => {
    action();
    return true;
  };
  const keys = Prec.highest(
    keymap.of([
      { key: "Shift-Enter", run: command(() => events.run(false)) },
      { key: "Mod-Enter", run: command(() => events.run(true)) },
    ]),
  );
  return new EditorView({
    parent,
    doc: source,
    extensions: [
      keys,
      csharpLanguage,
      highlighting,
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      autocompletion({ override: [(context) => complete(connection, context.state.doc.toString(), context.pos, context.explicit)] }),
      hoverTooltip((view, position) => inspect(connection, view.state.doc.toString(), position), { hoverTime: 450 }),
      help,
      keymap.of([{ key: "Tab", run: acceptCompletion }, { key: "Tab", run: completeOrIndent }, { key: "Shift-Tab", run: (view) => explainOrOutdent(view, connection) }]),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, { key: "Escape", run: closeHelp }, { key: "Escape", run: command(() => events.leave()) }, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && update.transactions.some((change) => !change.isUserEvent("course"))) events.changed(update.state.doc.toString());
      }),
    ],
  });
}

/** Replaces the whole text without calling it an edit of the learner's. */
export function setSource(view: EditorView, source: string): void {
  if (view.state.doc.toString() !== source) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source }, userEvent: "course" });
}

function completeOrIndent(view: EditorView): boolean {
  const { from, empty } = view.state.selection.main;
  const before = view.state.doc.lineAt(from).text.slice(0, from - view.state.doc.lineAt(from).from);
  return empty && /[\w.]$/.test(before) ? startCompletion(view) : indentMore(view);
}

function explainOrOutdent(view: EditorView, connection: Connection): boolean {
  const { from, empty } = view.state.selection.main;
  if (!empty || /^\s*$/.test(view.state.sliceDoc(view.state.doc.lineAt(from).from, from))) return indentLess(view);
  const asked = view.state;
  void inspect(connection, asked.doc.toString(), from).then((tooltip) => {
    if (!tooltip || view.state.doc !== asked.doc || !view.state.selection.eq(asked.selection)) return;
    view.dispatch({ effects: setHelp.of(tooltip) });
    announce(tooltip.content);
  });
  return true;
}

function closeHelp(view: EditorView): boolean {
  if (!view.state.field(help)) return false;
  view.dispatch({ effects: setHelp.of(null) });
  return true;
}

async function complete(connection: Connection, source: string, position: number, explicit: boolean) {
  if (!explicit && !/[\w.]$/.test(source.slice(0, position))) return null;
  const answer = await connection.ask("complete", source, position);
  if (answer?.type !== "completions" || answer.items.length === 0) return null;
  return {
    from: answer.start,
    to: answer.end,
    options: answer.items.map((item) => ({ label: item.name, type: item.kind })),
    validFor: /^\w*$/,
  };
}

async function inspect(connection: Connection, source: string, position: number) {
  const word = /\w/.test(source[position] ?? "") || /\w/.test(source[position - 1] ?? "");
  const answer = word ? await connection.ask("inspect", source, position) : undefined;
  if (answer?.type !== "inspection" || !answer.text) return null;
  const content = answer.text;
  return { pos: position, content, create: () => ({ dom: make("pre", { class: "hover-help" }, content) }) };
}
