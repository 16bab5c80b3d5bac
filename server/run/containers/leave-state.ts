import type { Json } from "#core/json/json.ts";
import type { ItemFormula } from "#core/node-kit/field.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { Drive } from "../drive/drive.ts";
import { absentReasons } from "../drive/given-to.ts";
import { leave } from "../drive/leave-memory.ts";
import { failStep } from "../drive/settle-step.ts";
import { runStep } from "../drive/start-step.ts";
import { resolveConfig } from "../drive/step-input.ts";
import { bodyScope } from "./body-formula.ts";
import { openPlace } from "./containers.ts";

/** Carries out `leave-state`: its steps have ended, and the state's own run says which transition is taken. */
export function leaveState(drive: Drive, activation: ActivationId): void {
  const place = openPlace(drive, activation);
  if (!place) return;
  const { node, frame } = place;
  const work = frame.containers.get(node.node.id);
  const definition = drive.deps.registry.get(node.node.type);
  if (work?.kind !== "state" || !definition) return;
  // Its time limit goes on in the work of its run.
  const limited = drive.work.get(activation);
  if (limited) leave(drive, limited);
  const scope = bodyScope(drive, (work.body ?? frame).steps, work.value);
  const resolved = resolveConfig(definition, node.node, scope, () => absentReasons(drive, node, activation));
  if (!resolved.ok) failStep(drive, place, resolved.failure);
  else
    runStep(drive, place, definition, {
      config: { ...resolved.config, transitions: onVisit(resolved.config.transitions, frame.index ?? 0) },
      input: work.value,
      inputs: new Map([["in", work.value]]),
    });
}

/** The conditions of a state read as `index` which visit of the machine it is; the state itself does not know. */
function onVisit(transitions: unknown, visit: number): unknown {
  if (!Array.isArray(transitions)) return transitions;
  return transitions.map((row: { readonly condition?: ItemFormula | null }) => {
    const { condition } = row;
    return condition ? { ...row, condition: (item: Json) => condition(item, visit) } : row;
  });
}
