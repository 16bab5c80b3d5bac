import type { DocumentCommand } from "./commands.ts";

/** What a person did, for "Undo move 3 steps": "Move 3 steps", "Delete step". */
export function commandLabel(command: DocumentCommand): string {
  switch (command.type) {
    case "node.add":
      return "Add step";
    case "node.move":
      return `Move ${counted(command.moves.length, "step")}`;
    case "node.resize":
      return "Resize container";
    case "node.rename":
      return "Rename step";
    case "node.rekey":
      return "Change name in formulas";
    case "node.configure":
      return "Change setting";
    case "node.handle":
      return "Change limits and retries";
    case "node.disable":
      return `${command.disabled ? "Disable" : "Enable"} ${counted(command.ids.length, "step")}`;
    case "node.pin":
      return command.value === undefined ? "Unpin output" : "Pin output";
    case "node.reparent":
      return `Move ${counted(command.moves.length, "step")} ${command.moves[0]?.parent ? "into container" : "out of container"}`;
    case "node.remove":
      return `Delete ${counted(command.ids.length, "step")}`;
    case "edge.add":
      return "Connect steps";
    case "edge.remove":
      return `Delete ${counted(command.ids.length, "connection")}`;
    case "edge.splice":
      return "Insert step";
    case "graph.insert":
      return `Paste ${counted(command.fragment.nodes.length + command.fragment.notes.length, "item")}`;
    case "graph.replace":
      return "Replace workflow";
    case "note.add":
      return "Add note";
    case "note.change":
      return "Change note";
    case "note.remove":
      return `Delete ${counted(command.ids.length, "note")}`;
    case "meta.set":
      return "Change workflow details";
    case "settings.set":
      return "Change workflow setting";
  }
}

/** Commands with the same group that follow quickly are typing in one field: they are undone together. */
export function commandGroupOf(command: DocumentCommand): string | null {
  switch (command.type) {
    case "node.configure":
      return `configure ${command.id} ${command.field}`;
    case "node.handle":
      return `handle ${command.id} ${command.field}`;
    case "settings.set":
      return `settings ${command.field}`;
    case "node.rename":
      return `rename ${command.id}`;
    case "note.change":
      return command.change.text === undefined ? null : `note ${command.id}`;
    case "meta.set":
      return "meta";
    default:
      return null;
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${noun}s`;
}
