import { configFieldsOf } from "../../node-kit/config-fields.ts";
import { scriptFaultOf } from "../../script/script-fault.ts";
import type { Draft } from "../draft.ts";
import type { DraftNode } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Scripts that cannot be read, or could not run. */
export function checkScripts({ nodes }: Draft): readonly Problem[] {
  return [...nodes.values()].flatMap(problemsIn);
}

/** By settings, which are the same object until they change: a script is read once, not at every change elsewhere. */
const known = new WeakMap<DraftNode["config"], readonly Problem[]>();

function problemsIn({ id, definition, config }: DraftNode): readonly Problem[] {
  if (!definition) return [];
  const before = known.get(config);
  if (before) return before;
  const problems = configFieldsOf(definition.config).flatMap(({ name, meta }): Problem[] => {
    const source = config[name];
    if (meta.control !== "javascript" || typeof source !== "string") return [];
    const fault = scriptFaultOf(source);
    if (!fault) return [];
    const { from, to, message } = fault;
    return [{ code: "script-invalid", severity: "error", nodeId: id, field: name, range: { from, to }, message }];
  });
  known.set(config, problems);
  return problems;
}
