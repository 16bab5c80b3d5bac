"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Shape } from "#core/json/shape.ts";
import { shapeOf } from "#core/json/shape-of.ts";
import { useEditorSession, useGraph } from "./session-context.tsx";

/** Keeps the shapes that recorded runs and pins taught true, for completion and checks of formulas. */
export function useLearnedShapes(workflowId: WorkflowId): void {
  const { store } = useEditorSession();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.steps.samples.queryOptions({ workflowId }, { staleTime: 30_000 }));
  const { nodes } = useGraph();
  useEffect(() => {
    const learned = new Map<NodeId, Shape>();
    for (const [id, sample] of Object.entries(data ?? {})) learned.set(id as NodeId, shapeOf(sample.value));
    for (const node of nodes) if (node.pinned !== undefined) learned.set(node.id, shapeOf(node.pinned));
    if (learned.size > 0 || store.getState().learned.size > 0) store.setState({ learned });
  }, [data, nodes, store]);
}
