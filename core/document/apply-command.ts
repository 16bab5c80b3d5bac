import type * as Y from "yjs";
import { assertNever } from "../invariant.ts";
import type { Json } from "../json/json.ts";
import { removeNodes, spliceEdge } from "./apply-edges.ts";
import { insertFragment, replaceGraph } from "./apply-graph.ts";
import { addNode, configureNode, handleNode, moveNodes, rekeyNode, renameNode, reparentNodes } from "./apply-node.ts";
import { commandFaultOf } from "./command-fault.ts";
import { commandGroupOf, commandLabel } from "./command-label.ts";
import type { DocumentCommand } from "./commands.ts";
import { connectEnds } from "./connect-ends.ts";
import { type DocumentParts, documentParts, mapAt } from "./layout.ts";
import { changeNote, makeNote, setField, setIfOther } from "./write-parts.ts";

export type CommandResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What an undo stack reads from a transaction. */
export type CommandMark = { readonly label: string; readonly group: string | null };
export const commandMark = Symbol("command");

export type ApplyOptions = {
  /** Commands of the same group that follow one another quickly are undone together. */
  readonly group?: string | null;
  readonly label?: string;
};

/**
 * Does one thing to a document, in one transaction with one origin. What the command speaks of and is gone by now is
 * passed over; a command that could never be right (bad ids, values that are not JSON, a taken key) is refused whole.
 */
export function applyCommand(
  doc: Y.Doc,
  command: DocumentCommand,
  origin?: unknown,
  options: ApplyOptions = {},
): CommandResult {
  return applyCommands(doc, [command], origin, options);
}

/** Several commands as one: one transaction, one thing to undo. Stops before the first that is refused. */
export function applyCommands(
  doc: Y.Doc,
  commands: readonly DocumentCommand[],
  origin?: unknown,
  options: ApplyOptions = {},
): CommandResult {
  const [first] = commands;
  if (!first) return { ok: true };
  const parts = documentParts(doc);
  let result: CommandResult = { ok: true };
  doc.transact((transaction) => {
    const group = options.group === undefined && commands.length === 1 ? commandGroupOf(first) : options.group;
    const mark: CommandMark = { label: options.label ?? commandLabel(first), group: group ?? null };
    transaction.meta.set(commandMark, mark);
    for (const command of commands) {
      const message = commandFaultOf(parts, command);
      if (message !== null) {
        result = { ok: false, message };
        return;
      }
      write(parts, command);
    }
  }, origin);
  return result;
}

function write(parts: DocumentParts, command: DocumentCommand): void {
  switch (command.type) {
    case "node.add":
      addNode(parts, command.node, command.connect ?? []);
      return;
    case "node.move":
      moveNodes(parts, command.moves);
      return;
    case "node.resize":
      setOn(parts, command.id, { w: command.w, h: command.h });
      return;
    case "node.rename":
      renameNode(parts, command.id, command.title);
      return;
    case "node.rekey":
      rekeyNode(parts, command.id, command.key);
      return;
    case "node.configure":
      configureNode(parts, command.id, command.field, command.value);
      return;
    case "node.handle":
      handleNode(parts, command.id, command.field, command.value);
      return;
    case "node.disable":
      for (const id of command.ids) setOn(parts, id, { disabled: command.disabled });
      return;
    case "node.pin":
      setOn(parts, command.id, { pinned: command.value });
      return;
    case "node.reparent":
      reparentNodes(parts, command.moves);
      return;
    case "node.remove":
      removeNodes(parts, command.ids, command.reconnect);
      return;
    case "edge.add":
      connectEnds(parts, command.ends);
      return;
    case "edge.remove":
      for (const id of command.ids) if (parts.edges.has(id)) parts.edges.delete(id);
      return;
    case "edge.splice":
      spliceEdge(parts, command);
      return;
    case "graph.insert":
      insertFragment(parts, command.fragment);
      return;
    case "graph.replace":
      replaceGraph(parts, command.graph);
      return;
    default:
      writeRest(parts, command);
      return;
  }
}

type RestCommand = Extract<DocumentCommand, { type: `note.${string}` | "meta.set" | "settings.set" }>;

function writeRest(parts: DocumentParts, command: RestCommand): void {
  switch (command.type) {
    case "note.add":
      parts.notes.set(command.note.id, makeNote(command.note));
      return;
    case "note.change": {
      const note = mapAt(parts.notes, command.id);
      if (note) changeNote(note, command.change);
      return;
    }
    case "note.remove":
      for (const id of command.ids) if (parts.notes.has(id)) parts.notes.delete(id);
      return;
    case "meta.set":
      for (const field of ["title", "description"] as const) {
        const text = command.meta[field];
        if (text !== undefined) setIfOther(parts.meta, field, text);
      }
      return;
    case "settings.set":
      setField(parts.settings, command.field, command.value);
      return;
    default:
      assertNever(command);
  }
}

function setOn(parts: DocumentParts, id: string, fields: { readonly [field: string]: Json | undefined }): void {
  const map = mapAt(parts.nodes, id);
  if (!map) return;
  for (const [field, value] of Object.entries(fields)) setIfOther(map, field, value);
}
