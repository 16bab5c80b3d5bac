"use client";
import { Hourglass } from "lucide-react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { StepWait } from "#core/schedule/step-history.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { ChildRunLink } from "./child-run-link.tsx";
import { momentText } from "./run-time.ts";

/** What a step waits for, until when, and where to send the signal that ends it. */
export function WaitNote({ record: { waiting, callback } }: { record: StepRecord }) {
  if (!waiting) return null;
  return (
    <section
      aria-label="Waiting"
      className="flex flex-col gap-1.5 rounded-lg border border-waiting/30 bg-waiting/8 px-3 py-2 text-sm"
    >
      <p className="flex items-start gap-2">
        <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        <span>
          <span className="font-medium">{waitText(waiting)}</span>
          {waiting.untilMs !== null && waiting.on !== "time" && waiting.on !== "retry" && (
            <span className="text-muted"> At most until {momentText(waiting.untilMs)}.</span>
          )}
        </span>
      </p>
      {waiting.on === "child" && (
        <p className="pl-6">
          <ChildRunLink runId={waiting.runId} workflowId={waiting.workflowId} />
        </p>
      )}
      {callback && addressesOf(callback, waiting).map((path) => <CallbackAddress key={path} path={path} />)}
    </section>
  );
}

/** One for each signal with a name; of a step that takes any call first of all, its own alone. */
function addressesOf(callback: string, waiting: StepWait): readonly string[] {
  if (waiting.on !== "signal" || waiting.names[0] === "") return [callback];
  return waiting.names.filter((name) => name !== "").map((name) => `${callback}/${encodeURIComponent(name)}`);
}

function waitText(waiting: StepWait): string {
  switch (waiting.on) {
    case "time":
      return `It goes on at ${momentText(waiting.untilMs)}.`;
    case "retry":
      return `The last try failed; the next one is at ${momentText(waiting.untilMs)}.`;
    case "task":
      return "It waits for a person.";
    case "child":
      return "It waits for another run to end.";
    case "signal": {
      const names = waiting.names.filter((name) => name !== "");
      return names.length === 0
        ? "It waits for a call of its address."
        : `It waits for the signal ${names.join(" or ")}.`;
    }
  }
}

function CallbackAddress({ path }: { path: string }) {
  const address = `${location.origin}${path}`;
  return (
    <div className="flex items-center gap-1 pl-6">
      <code className="min-w-0 flex-1 truncate rounded-sm bg-surface px-1.5 py-0.5 text-xs select-all" title={address}>
        {address}
      </code>
      <CopyButton text={address} label="Copy address" />
    </div>
  );
}
