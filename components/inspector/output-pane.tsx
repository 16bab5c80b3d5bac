"use client";
import { FlaskConical, PencilLine, Pin, PinOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { needsInput } from "#components/editor/run-input.ts";
import { useDispatch, useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { StatusBadge } from "#components/ui/status.tsx";
import type { Failure } from "#core/failure.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import { ConsoleLines } from "./console-lines.tsx";
import { consoleOf } from "./console-of.ts";
import { ValueView } from "./data/value-view.tsx";
import { FailureNote } from "./failure-note.tsx";
import { PinEditor } from "./pin-editor.tsx";
import { runTime } from "./run-time.ts";
import type { Samples } from "./samples.ts";
import { type StepTest, useIsTesting, useStepTests, useTestStep } from "./step-test.ts";

/** What a step gives: the pinned sample, else the newest test of it alone, else its last run. */
export function OutputPane({ node, samples, className }: { node: GraphNode; samples: Samples; className?: string }) {
  const { isReadOnly, registry } = useEditorSession();
  const dispatch = useDispatch();
  const test = useStepTests()[node.id] ?? null;
  const failed = useSession((state) => failureOf(state, node.id));
  const isTesting = useIsTesting(node.id);
  const [isEditing, setEditing] = useState(false);
  const shown = shownOutput(node, samples, test);
  const isPinned = node.pinned !== undefined;
  const failure = test ? test.record.failure : failed;
  const lines = test ? consoleOf(test.record.effects) : [];
  if (isEditing) {
    return (
      <PinEditor
        value={shown?.value ?? {}}
        className={className}
        onCancel={() => setEditing(false)}
        onSave={(value) => {
          dispatch({ type: "node.pin", id: node.id, value }, "Pin output");
          setEditing(false);
        }}
      />
    );
  }
  return (
    <div className={cn("flex min-h-0 flex-col", className)} data-testid="output-pane">
      <div className="flex min-h-10 flex-wrap items-center gap-2 px-3 py-1.5">
        {isTesting ? (
          <span className="flex items-center gap-2 text-sm text-running">
            <Spinner className="text-running" label="Testing" /> Testing this step…
          </span>
        ) : (
          <Origin isPinned={isPinned} test={test} from={shown?.from ?? null} />
        )}
        {!isReadOnly && <PinButtons node={node} shown={shown} edit={() => setEditing(true)} />}
      </div>
      {isPinned && (
        <p className="border-t bg-accent-soft px-3 py-1.5 text-xs text-accent">
          {pinSentence(node, registry.get(node.type)?.role === "trigger")}
        </p>
      )}
      {failure && !isPinned && (
        <div className="px-3 pb-2">
          <FailureNote failure={failure} />
        </div>
      )}
      {!isPinned && lines.length > 0 && (
        <ConsoleLines lines={lines} className="max-h-40 shrink-0 overflow-auto border-y" />
      )}
      {shown?.value !== undefined ? (
        <ValueView key={shown.from} value={shown.value} label="Output" className="min-h-0 flex-1 pt-1" />
      ) : (
        !test &&
        !failure && <NoOutput nodeId={node.id} canTest={!isReadOnly && registry.get(node.type)?.role === "step"} />
      )}
    </div>
  );
}

function PinButtons({ node, shown, edit }: { node: GraphNode; shown: Shown | null; edit: () => void }) {
  const dispatch = useDispatch();
  const value = shown?.value;
  return (
    <span className="ml-auto flex gap-1">
      {node.pinned !== undefined ? (
        <Button size="sm" variant="ghost" onClick={() => dispatch({ type: "node.pin", id: node.id }, "Unpin output")}>
          <PinOff aria-hidden /> Unpin
        </Button>
      ) : (
        value !== undefined && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => dispatch({ type: "node.pin", id: node.id, value }, "Pin output")}
          >
            <Pin aria-hidden /> {shown?.isShortened ? "Pin this part" : "Pin"}
          </Button>
        )
      )}
      <Button size="sm" variant="ghost" onClick={edit}>
        <PencilLine aria-hidden /> {shown ? "Edit" : "Write a sample"}
      </Button>
    </span>
  );
}

/** What the pin does; a trigger that asks for its input shows the pinned output there. */
function pinSentence(node: GraphNode, isTrigger: boolean): string {
  if (!isTrigger) return "Test runs take this pinned output instead of running the step. Live runs never do.";
  return needsInput(node)
    ? "Test runs ask what to begin with and show this pinned output first. Live runs never take it."
    : "Test runs begin with this pinned output. Live runs never do.";
}

/** Why the step failed in the run that lies over the canvas. */
function failureOf(state: SessionState, nodeId: GraphNode["id"]): Failure | null {
  const view = state.run?.view.nodes.get(nodeId);
  return view?.status === "failed" ? view.failure : null;
}

type Shown = { readonly value: Json | undefined; readonly from: string; readonly isShortened?: boolean };

function shownOutput(node: GraphNode, samples: Samples, test: StepTest | null): Shown | null {
  if (node.pinned !== undefined) return { value: node.pinned, from: "pin" };
  if (test) return { value: test.record.output, from: `test ${test.at}` };
  return samples.get(node.id) ?? null;
}

type OriginProps = { isPinned: boolean; test: StepTest | null; from: string | null };

function Origin({ isPinned, test, from }: OriginProps): ReactNode {
  if (isPinned) {
    return (
      <Badge tone="accent">
        <Pin aria-hidden /> Pinned
      </Badge>
    );
  }
  if (test) {
    const { status, ms, port } = test.record;
    return (
      <>
        <StatusBadge status={status} />
        <span className="text-xs text-muted tabular-nums">
          {ms !== null && formatDuration(ms)}
          {port && port !== "out" && ` · ${port}`} · test at {runTime(test.at, Date.now())}
        </span>
      </>
    );
  }
  return <span className="text-xs text-muted">{from ? `From the ${from}` : "No output yet"}</span>;
}

function NoOutput({ nodeId, canTest }: { nodeId: GraphNode["id"]; canTest: boolean }) {
  const testStep = useTestStep();
  return (
    <EmptyState
      icon={<FlaskConical />}
      title="No output yet"
      action={
        canTest && (
          <Button size="sm" onClick={() => testStep(nodeId)}>
            <FlaskConical aria-hidden /> Test this step
          </Button>
        )
      }
    >
      {canTest
        ? "Test this step alone, or run the workflow, and what it gives appears here."
        : "Run the workflow, and what this gives appears here."}
    </EmptyState>
  );
}
