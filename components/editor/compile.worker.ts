import { compile } from "#core/compile/compile.ts";
import { scopeShapeOf, settingsScopeShapeOf } from "#core/compile/scope-shape.ts";
import { checkedRegistry as registry } from "#core/nodes/checks/checked-registry.ts";
import type { CompileAnswer, CompileRequest } from "./compile-message.ts";

/** Compiles off the main thread: a thousand steps take tens of milliseconds, more than a frame. */
self.onmessage = ({ data }: MessageEvent<CompileRequest>) => {
  const { graph, workflowId } = data;
  const { problems } = compile(graph, registry, { workflowId });
  self.postMessage({ problems, scope: scopeOf(data) } satisfies CompileAnswer);
};

function scopeOf({ graph, nodeId, learned }: CompileRequest): CompileAnswer["scope"] {
  if (nodeId === null) return { nodeId, shape: settingsScopeShapeOf({ graph, registry, learned }), inside: null };
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (!node) return null;
  const question = { graph, registry, nodeId, learned };
  const isContainer = registry.get(node.type)?.role === "container";
  const inside = isContainer ? scopeShapeOf({ ...question, mode: "item", field: "result" }) : null;
  return { nodeId, shape: scopeShapeOf(question), inside };
}
