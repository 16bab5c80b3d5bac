import { compile } from "#core/compile/compile.ts";
import { scopeShapeOf } from "#core/compile/scope-shape.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { CompileAnswer, CompileRequest } from "./compile-message.ts";

/** Compiles off the main thread: a thousand steps take tens of milliseconds, more than a frame. */
self.onmessage = ({ data: { graph, workflowId, nodeId, learned } }: MessageEvent<CompileRequest>) => {
  const { problems } = compile(graph, nodeRegistry, { workflowId });
  const isThere = nodeId !== null && graph.nodes.some((node) => node.id === nodeId);
  const scope = isThere ? { nodeId, shape: scopeShapeOf({ graph, registry: nodeRegistry, nodeId, learned }) } : null;
  self.postMessage({ problems, scope } satisfies CompileAnswer);
};
