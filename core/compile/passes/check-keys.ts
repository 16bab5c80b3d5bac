import { freeKey, isValidKey, keyFromTitle } from "../../document/key-from-title.ts";
import type { Draft } from "../draft.ts";
import { type DraftNode, named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Every key is a name that formulas can say, and means one step; of several with one key the first by id keeps it. */
export function checkKeys({ nodes }: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  const byId = [...nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const taken = new Set(byId.map((node) => node.node.key));
  const firstByKey = new Map<string, DraftNode>();
  const propose = (node: DraftNode, code: Problem["code"], message: string, key: string) => {
    taken.add(key);
    const fix = { label: `Name it ${key}`, commands: [{ type: "node.rekey", id: node.id, key }] } as const;
    problems.push({ code, severity: "error", nodeId: node.id, field: null, message, fix });
  };
  for (const node of byId) {
    const { key, title } = node.node;
    const first = firstByKey.get(key);
    if (!isValidKey(key)) {
      const message = `“${key}” cannot be used as a name in formulas. Use letters, digits and _, and a letter first.`;
      propose(node, "key-invalid", message, keyFromTitle(title, taken));
    } else if (first) {
      const message = `${named(first)} is called ${key} in formulas too. Give one of them another name.`;
      propose(node, "key-duplicate", message, freeKey(key, taken));
    } else firstByKey.set(key, node);
  }
  return problems;
}
