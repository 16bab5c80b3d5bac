"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Shape } from "#core/json/shape.ts";
import { shapeOf } from "#core/json/shape-of.ts";
import { useEditorSession } from "./session-context.tsx";

/** Keeps the shapes that recorded runs and pins taught true, for completion and checks of formulas. */
export function useLearnedShapes(workflowId: WorkflowId): void {
  const { store, graph } = useEditorSession();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.steps.samples.queryOptions({ workflowId }, { staleTime: 30_000 }));
  useEffect(() => {
    const recorded = new Map<NodeId, Shape>();
    for (const [id, sample] of Object.entries(data ?? {})) recorded.set(id as NodeId, shapeOf(sample.value));
    let pins: readonly GraphNode[] | null = null;
    const learn = () => {
      const next = graph.get().nodes.filter((node) => node.pinned !== undefined);
      // Most edits change no pin: then nothing was learnt and nothing has to be compiled again.
      if (pins?.length === next.length && next.every((node, at) => node.pinned === pins?.[at]?.pinned)) return;
      pins = next;
      const learned = new Map(recorded);
      for (const node of next) if (node.pinned !== undefined) learned.set(node.id, shapeOf(node.pinned));
      if (learned.size > 0 || store.getState().learned.size > 0) store.setState({ learned });
    };
    learn();
    return graph.subscribe(learn);
  }, [data, graph, store]);
}
