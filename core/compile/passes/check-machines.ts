import type { DocumentCommand } from "../../document/commands.ts";
import type { Draft } from "../draft.ts";
import { type DraftNode, named } from "../draft-node.ts";
import { leavesBy, type Machine } from "../machines.ts";
import type { Problem } from "../problem.ts";

/**
 * State machines: it must be clear with which state one begins, it must be able to end, and from one port only one
 * transition leads on. An end is a state without transitions, or a port of a state from which nothing leads on.
 */
export function checkMachines({ flow }: Draft): readonly Problem[] {
  return [...flow.machines.values()].flatMap((machine) => {
    if (machine.states.length === 0) return [];
    const [first] = machine.firsts;
    const start = machine.firsts.length === 1 ? [] : [startProblem(machine, first)];
    return [...start, ...forksIn(machine), ...(canEnd(machine) ? [] : [endless(machine)])];
  });
}

function startProblem(machine: Machine, first: DraftNode | undefined): Problem {
  const isChosen = machine.firsts.length > 1 && first?.config.initial === true;
  const [one, other] = machine.firsts;
  if (isChosen && one && other) {
    return {
      code: "states-initial",
      severity: "error",
      nodeId: other.id,
      field: "initial",
      message: `${named(one)} is the first state of ${named(machine.box)} too. Let only one of them be the first.`,
      fix: { label: "Let this one not be the first", commands: [begin(other, false)] },
    };
  }
  const start = leftmost(machine);
  return {
    code: "states-initial",
    severity: "error",
    nodeId: machine.box.id,
    field: null,
    message: `${named(machine.box)} does not say with which state it begins. Mark one of its states as the first.`,
    ...(start ? { fix: { label: `Begin with ${named(start)}`, commands: [begin(start, true)] } } : {}),
  };
}

function begin(state: DraftNode, value: boolean): DocumentCommand {
  return { type: "node.configure", id: state.id, field: "initial", value };
}

/** People draw the first state on the left. */
function leftmost({ firsts, states }: Machine): DraftNode | undefined {
  const candidates = firsts.length > 0 ? firsts : states;
  return candidates.toSorted((a, b) => a.node.x - b.node.x || a.node.y - b.node.y)[0];
}

function forksIn({ states, outgoing }: Machine): readonly Problem[] {
  return states.flatMap((state) => {
    const seen = new Set<string>();
    return (outgoing.get(state.id) ?? []).flatMap((edge): Problem[] => {
      if (!seen.has(edge.sourcePort)) {
        seen.add(edge.sourcePort);
        return [];
      }
      const title = state.ports?.outputs.find((port) => port.name === edge.sourcePort)?.title ?? edge.sourcePort;
      return [
        {
          code: "states-fork",
          severity: "error",
          nodeId: state.id,
          edgeId: edge.id,
          field: null,
          message: `“${title}” of ${named(state)} leads to two states, and only one can be next. Delete one of the connections.`,
          fix: { label: "Delete the connection", commands: [{ type: "edge.remove", ids: [edge.id] }] },
        },
      ];
    });
  });
}

/** A failure ends a run, but it is no way for a machine to come to its end. */
function canEnd({ states, outgoing, reached }: Machine): boolean {
  return states.some((state) => {
    // What ports a state has is not known while its settings are wrong.
    if (!state.ports) return true;
    if (!reached.has(state.id)) return false;
    const ports = leavesBy(state).filter((port) => port !== "error");
    const taken = new Set((outgoing.get(state.id) ?? []).map((edge) => edge.sourcePort));
    return ports.length === 0 || ports.some((port) => !taken.has(port));
  });
}

function endless({ box }: Machine): Problem {
  const message = `${named(box)} is a state machine without an end: every state leads to another for ever. Add a state without transitions, or leave one transition unconnected.`;
  return { code: "states-endless", severity: "error", nodeId: box.id, field: null, message };
}
