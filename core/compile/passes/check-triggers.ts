import type { DocumentCommand } from "../../document/commands.ts";
import type { NodeId } from "../../id.ts";
import { idOf } from "../../id.ts";
import type { Draft } from "../draft.ts";
import { isTrigger, named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Of these there may be several: each has its own times, its own event, its own workflow to listen to. */
const severalAllowed: ReadonlySet<string> = new Set(["schedule", "event", "error"]);

/** At least one trigger that is not disabled, and one of those that people start by hand or call: it must be clear which. */
export function checkTriggers(draft: Draft): readonly Problem[] {
  const { triggers } = draft.flow;
  if (triggers.length === 0) return [missing(draft)];
  return triggers.flatMap((trigger, at): Problem[] => {
    if (severalAllowed.has(trigger.node.type)) return [];
    const first = triggers.slice(0, at).find((other) => other.node.type === trigger.node.type);
    if (!first) return [];
    return [
      {
        code: "trigger-duplicate",
        severity: "error",
        nodeId: trigger.id,
        field: null,
        message: `${named(first)} starts this workflow in the same way. Keep one of the two, or disable one.`,
        fix: { label: "Disable this one", commands: [{ type: "node.disable", ids: [trigger.id], disabled: true }] },
      },
    ];
  });
}

function missing(draft: Draft): Problem {
  const sleeping = [...draft.nodes.values()].find(
    (node) => isTrigger(node) && node.node.disabled && node.parent === null,
  );
  const base = { code: "trigger-missing", severity: "error", nodeId: null, field: null } as const;
  if (sleeping) {
    const message = `Nothing starts this workflow while ${named(sleeping)} is disabled. Enable it or add another trigger.`;
    const fix = { type: "node.disable", ids: [sleeping.id], disabled: false } as const;
    return { ...base, message, fix: { label: `Enable ${named(sleeping)}`, commands: [fix] } };
  }
  const message = "Nothing starts this workflow yet. Add a trigger and connect it to the first step.";
  const add = addManual(draft);
  return add ? { ...base, message, fix: { label: "Add a manual trigger", commands: [add] } } : { ...base, message };
}

/** The id is fixed, so that two people who click at the same time add one trigger. */
const manualId: NodeId = idOf("n", "manualtrigger");

function addManual({ nodes, flow, registry }: Draft): DocumentCommand | null {
  const manual = registry.get("manual");
  if (!manual || nodes.has(manualId)) return null;
  const [first] = flow.regions.get(null) ?? [];
  const port = first?.ports?.inputs[0]?.name;
  const connect = first && port ? [{ source: manualId, sourcePort: "out", target: first.id, targetPort: port }] : [];
  return {
    type: "node.add",
    node: {
      id: manualId,
      type: manual.type,
      version: manual.version,
      key: "manual",
      title: manual.title,
      x: (first?.node.x ?? 0) - 320,
      y: first?.node.y ?? 0,
      w: null,
      h: null,
      parent: null,
      disabled: false,
      config: {},
    },
    connect,
  };
}
