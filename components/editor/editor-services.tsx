"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { useTestStep } from "#components/inspector/step-test.ts";
import { useTRPC } from "#components/trpc/trpc.ts";
import { laterPart } from "#components/ui/later-part.ts";
import { toast } from "#components/ui/toast.ts";
import { useExportWorkflow } from "#components/workflows/use-export-workflow.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { needsInput, sampleInput } from "./run-input.ts";
import { savedFirst } from "./saved-first.ts";
import { useEditorSession } from "./session-context.tsx";

const loadRunInput = laterPart(() => import("#components/inspector/run-input-dialog.tsx"));
const loadPublish = laterPart(() => import("./publish-dialog.tsx"));
const RunInputDialog = dynamic(() => loadRunInput().then((file) => file.RunInputDialog), { ssr: false });
const PublishDialog = dynamic(() => loadPublish().then((file) => file.PublishDialog), { ssr: false });

/** Gives the session's actions what talks to the server, and holds the dialogs that they open. */
export function EditorServicesHost({ workflowId }: { workflowId: WorkflowId }) {
  const session = useEditorSession();
  const { store } = session;
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [asking, setAsking] = useState<GraphNode | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const testStep = useTestStep();
  const exportFile = useExportWorkflow();
  const { mutationFn: startRun } = trpc.runs.start.mutationOptions();
  const { mutate: start, isPending } = useMutation({
    ...trpc.runs.start.mutationOptions({
      onSuccess: () => {
        setAsking(null);
        store.setState({ isRunning: true, openRun: null, ...(store.getState().drawer ? {} : { drawer: "log" }) });
      },
      onError: (error) => {
        if ((error.data as { code?: string } | undefined)?.code === "not_ready") store.setState({ drawer: "problems" });
        toast.error("The run did not start", { description: error.message });
      },
    }),
    mutationFn: savedFirst(store, startRun),
  });
  const { mutate: cancel } = useMutation(
    trpc.runs.cancel.mutationOptions({ onError: (error) => toast.error(error.message) }),
  );
  useEffect(() => {
    const triggerOf = (id?: NodeId) => {
      const { nodes } = session.graph.get();
      const triggers = nodes.filter((node) => session.registry.get(node.type)?.role === "trigger" && !node.disabled);
      const selected = triggers.find((node) => store.getState().selection.has(node.id));
      return triggers.find((node) => node.id === id) ?? selected ?? triggers[0];
    };
    store.setState({
      services: {
        testRun: (id) => {
          const trigger = triggerOf(id);
          if (!trigger) toast.error("Add a trigger first: it says what starts the workflow.");
          else if (hasErrors(store.getState().problems)) {
            store.setState({ drawer: "problems" });
            toast.error("Solve the problems first. They are listed below the canvas.");
          } else if (needsInput(trigger)) setAsking(trigger);
          else start({ workflowId, trigger: trigger.id, input: sampleInput(trigger), of: "draft" });
        },
        stopRun: () => {
          const { run } = store.getState();
          if (run) cancel({ runId: run.runId });
        },
        publish: () => setPublishing(true),
        testStep,
        pinLastOutput: async (nodeId) => {
          const samples = await cache.fetchQuery(trpc.steps.samples.queryOptions({ workflowId }));
          const sample = samples[nodeId];
          if (!sample) toast.error("This step has no output yet. Run the workflow first, then pin what it gave.");
          else if (sample.truncated) toast.error("The last output is too large to be pinned.");
          else session.dispatch({ type: "node.pin", id: nodeId, value: sample.value });
        },
        exportFile: () => void exportFile(workflowId),
      },
    });
    return () => store.setState({ services: null });
  }, [session, store, workflowId, start, cancel, testStep, exportFile, cache, trpc]);
  const startWith = (input: Json) => {
    if (asking) start({ workflowId, trigger: asking.id, input, of: "draft" });
  };
  return (
    <>
      {asking && (
        <RunInputDialog trigger={asking} isStarting={isPending} start={startWith} close={() => setAsking(null)} />
      )}
      {isPublishing && <PublishDialog workflowId={workflowId} close={() => setPublishing(false)} />}
    </>
  );
}

function hasErrors(problems: readonly { readonly severity: string }[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
