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
import { upstreamOf } from "#core/graph/neighbours.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { EditorSession } from "./editor-session.ts";
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
  const [asking, setAsking] = useState<Asking | null>(null);
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
    store.setState({
      services: {
        testRun: (id) => {
          const trigger = triggerFor(session, id);
          if (!trigger) toast.error("Add a trigger first: it says what starts the workflow.");
          else if (hasErrors(store.getState().problems)) {
            store.setState({ drawer: "problems" });
            toast.error("Solve the problems first. They are listed below the canvas.");
          } else if (needsInput(trigger)) setAsking({ trigger, drive: {} });
          else start({ workflowId, trigger: trigger.id, input: sampleInput(trigger), of: "draft" });
        },
        runPart: (nodeId, part) => {
          const trigger = triggerFor(session, undefined, nodeId);
          const drive = { [part]: nodeId };
          if (!trigger) toast.error("Add a trigger first: it says what starts the workflow.");
          // A step alone is given what the steps before it gave the last time.
          else if (part === "until" && needsInput(trigger)) setAsking({ trigger, drive });
          else start({ workflowId, trigger: trigger.id, input: sampleInput(trigger), of: "draft", ...drive });
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
    if (asking) start({ workflowId, trigger: asking.trigger.id, input, of: "draft", ...asking.drive });
  };
  return (
    <>
      {asking && (
        <RunInputDialog
          trigger={asking.trigger}
          isStarting={isPending}
          start={startWith}
          close={() => setAsking(null)}
        />
      )}
      {isPublishing && <PublishDialog workflowId={workflowId} close={() => setPublishing(false)} />}
    </>
  );
}

/** What is asked for before a run starts: what the trigger brings, and how far it goes. */
type Asking = { readonly trigger: GraphNode; readonly drive: { readonly until?: NodeId; readonly only?: NodeId } };

/** The trigger that a run starts from: the one that was named, leads to the goal or is selected, else the first. */
function triggerFor({ graph, registry, store }: EditorSession, id?: NodeId, goal?: NodeId): GraphNode | undefined {
  const { nodes, edges } = graph.get();
  const triggers = nodes.filter((node) => registry.get(node.type)?.role === "trigger" && !node.disabled);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const goals = new Set<NodeId>();
  for (let at = goal && byId.get(goal); at && !goals.has(at.id); at = at.parent ? byId.get(at.parent) : undefined)
    goals.add(at.id);
  const before = upstreamOf(edges, goals);
  const selected = triggers.find((node) => store.getState().selection.has(node.id));
  const leading = triggers.find((node) => goals.has(node.id) || before.has(node.id));
  return triggers.find((node) => node.id === id) ?? leading ?? selected ?? triggers[0];
}

function hasErrors(problems: readonly { readonly severity: string }[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
