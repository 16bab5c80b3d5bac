"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Rocket } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toast.ts";
import type { WorkflowId } from "#core/id.ts";
import { focusOnce } from "./focus-once.ts";
import { savedFirst } from "./saved-first.ts";
import { useEditorSession, useProblems } from "./session-context.tsx";

/** Says what publishing does, takes a note, and shows the addresses that now answer. */
export function PublishDialog({ workflowId, close }: { workflowId: WorkflowId; close: () => void }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { store } = useEditorSession();
  const [notes, setNotes] = useState("");
  const errors = useProblems().filter((problem) => problem.severity === "error");
  const workflow = useQuery(trpc.workflows.get.queryOptions({ workflowId }));
  const { mutationFn: publish } = trpc.versions.publish.mutationOptions();
  const { mutate, isPending } = useMutation({
    ...trpc.versions.publish.mutationOptions({
      onSuccess: ({ number }) => {
        toast.success(`Version ${number} is live`);
        void cache.invalidateQueries({ queryKey: trpc.versions.list.queryKey() });
        void cache.invalidateQueries({ queryKey: trpc.workflows.get.queryKey() });
        close();
      },
      onError: (error) => toast.error("Nothing was published", { description: error.message }),
    }),
    mutationFn: savedFirst(store, publish),
  });
  const live = workflow.data?.live;
  const showProblems = () => {
    store.setState({ drawer: "problems" });
    close();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Publish"
      size="sm"
      description={
        live
          ? `Version ${live.number} is live. This draft becomes version ${live.number + 1}; runs under way keep theirs.`
          : "This draft becomes version 1. Webhooks answer from then on."
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            busy={isPending}
            disabled={errors.length > 0}
            onClick={() => mutate({ workflowId, ...(notes.trim() ? { notes: notes.trim() } : {}) })}
            data-testid="confirm-publish"
          >
            <Rocket />
            Publish
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        {errors.length > 0 && (
          <p className="flex items-start gap-2 rounded-md bg-failed/10 p-3 text-failed">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              {errors.length === 1 ? "One problem is" : `${errors.length} problems are`} in the way.{" "}
              <button type="button" className="font-medium underline" onClick={showProblems}>
                Show
              </button>
            </span>
          </p>
        )}
        <div className="flex flex-col gap-1">
          <label htmlFor="publish-notes" className="font-medium">
            What changed <span className="font-normal text-faint">(optional)</span>
          </label>
          <Textarea
            ref={focusOnce}
            id="publish-notes"
            rows={3}
            maxLength={2_000}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
        </div>
        {workflow.data?.hooks.map((hook) => (
          <div key={hook.nodeId} className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
            <code className="min-w-0 flex-1 truncate font-mono text-xs">{`${location.origin}${hook.path}`}</code>
            <CopyButton text={`${location.origin}${hook.path}`} label="Copy the address" />
          </div>
        ))}
      </div>
    </Dialog>
  );
}
