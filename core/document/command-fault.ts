import { caps } from "../caps.ts";
import { type EdgeEnds, type GraphMeta, type GraphNode, type GraphNote, isPortName } from "../graph/graph.ts";
import { isId } from "../id.ts";
import { isSafeKey, jsonFaultOf } from "../json/safe-json.ts";
import type { DocumentCommand } from "./commands.ts";
import { isValidKey } from "./key-from-title.ts";
import { type DocumentParts, mapAt } from "./layout.ts";
import { takenKeys } from "./taken-keys.ts";

/** Why a command must not be done, as a sentence; null when it may. Looks at the document, never writes. */
export function commandFaultOf(parts: DocumentParts, command: DocumentCommand): string | null {
  switch (command.type) {
    case "node.add":
      return nodeFault(parts, command.node) ?? firstFault(command.connect ?? [], endsFault);
    case "edge.splice":
      return nodeFault(parts, command.node);
    case "node.move":
    case "node.reparent":
      return numbersFault(command.moves.flatMap(({ x, y }) => [x, y]));
    case "node.rename":
      return lengthFault("A title", command.title, caps.titleChars);
    case "meta.set":
      return metaFault(command.meta);
    case "node.resize":
      return numbersFault([command.w, command.h]);
    case "node.rekey":
      return keyFault(parts, command);
    case "node.configure":
    case "node.handle":
    case "settings.set":
      if (!isSafeKey(command.field)) return `The name "${command.field}" is not allowed for a setting.`;
      return command.value === undefined ? null : jsonFault(command.value);
    case "node.pin":
      return command.value === undefined ? null : jsonFault(command.value);
    case "edge.add":
      return endsFault(command.ends);
    case "graph.insert":
      return (
        firstFault(command.fragment.nodes, (node) => nodeFault(parts, node)) ??
        firstFault(command.fragment.edges, endsFault) ??
        firstFault(command.fragment.notes, noteFault)
      );
    case "graph.replace":
      return (
        metaFault(command.graph.meta) ??
        jsonFault(command.graph.settings ?? {}) ??
        firstFault(command.graph.nodes, nodeFormFault) ??
        firstFault(command.graph.edges, endsFault) ??
        firstFault(command.graph.notes, noteFault)
      );
    case "note.add":
      return noteFault(command.note);
    case "note.change": {
      const { x = 0, y = 0, w = 0, h = 0, text = "" } = command.change;
      return numbersFault([x, y, w, h]) ?? lengthFault("A note", text, caps.noteChars);
    }
    default:
      return null;
  }
}

function nodeFault(parts: DocumentParts, node: GraphNode): string | null {
  return parts.nodes.has(node.id) ? `There is already a step with the id ${node.id}.` : nodeFormFault(node);
}

function nodeFormFault(node: GraphNode): string | null {
  if (!isId("n", node.id)) return "A step needs an id of its own, such as n_4f7k2a9c.";
  if (!Number.isInteger(node.version)) return "A step's version must be a whole number.";
  return (
    numbersFault([node.x, node.y]) ??
    lengthFault("A title", node.title, caps.titleChars) ??
    lengthFault("A name in formulas", node.key, caps.keyChars) ??
    lengthFault("The name of a type", node.type, caps.keyChars) ??
    jsonFault(node.config) ??
    jsonFault(node.handling ?? {}) ??
    (node.pinned === undefined ? null : jsonFault(node.pinned))
  );
}

function noteFault(note: GraphNote): string | null {
  if (!isId("note", note.id)) return "A note needs an id of its own, such as note_4f7k2a9c.";
  return numbersFault([note.x, note.y, note.w, note.h]) ?? lengthFault("A note", note.text, caps.noteChars);
}

function endsFault(ends: EdgeEnds): string | null {
  const sound =
    isId("n", ends.source) && isId("n", ends.target) && isPortName(ends.sourcePort) && isPortName(ends.targetPort);
  return sound ? null : "A connection needs two steps and the names of their ports.";
}

function keyFault(parts: DocumentParts, { id, key }: { id: GraphNode["id"]; key: string }): string | null {
  if (!isValidKey(key)) return `"${key}" cannot be a name in formulas: use letters, digits and _, and a letter first.`;
  if (mapAt(parts.nodes, id)?.get("key") === key) return null;
  return takenKeys(parts, id).has(key) ? `Another step is called ${key} already. Choose another name.` : null;
}

function metaFault({ title = "", description = "" }: Partial<GraphMeta>): string | null {
  return (
    lengthFault("A title", title, caps.titleChars) ?? lengthFault("A description", description, caps.descriptionChars)
  );
}

function lengthFault(what: string, text: string, charsMax: number): string | null {
  return text.length <= charsMax ? null : `${what} may have at most ${charsMax} letters. Shorten it.`;
}

function numbersFault(numbers: readonly number[]): string | null {
  return numbers.every(Number.isFinite) ? null : "A position and a size are numbers.";
}

function jsonFault(value: unknown): string | null {
  const fault = jsonFaultOf(value);
  return fault === null
    ? null
    : `This value cannot be kept: ${fault.path === "" ? "" : `${fault.path} - `}${fault.message}`;
}

function firstFault<T>(items: readonly T[], faultOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== null) return fault;
  }
  return null;
}
