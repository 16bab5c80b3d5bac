"use client";
import { ArrowRight } from "lucide-react";
import { formatDuration } from "#components/ui/duration.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { StatusBadge, statusLooks } from "#components/ui/status.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { Json } from "#core/json/json.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { ChildRunLink } from "./child-run-link.tsx";
import { ConsoleLines } from "./console-lines.tsx";
import { consoleOf } from "./console-of.ts";
import { ValueView } from "./data/value-view.tsx";
import { EffectList } from "./effect-list.tsx";
import { FailureNote } from "./failure-note.tsx";
import { FallbackNote } from "./fallback-note.tsx";
import { TriesList } from "./tries-list.tsx";
import { WaitNote } from "./wait-note.tsx";

/** The record of one activation: status and time, failure, then output, input and settings each in a tab. */
export function StepRecordView({ record }: { record: StepRecord }) {
  const { status, failure, ms, attempt, startedAt, effects, port, output, failedTries, fallbackFor, children } = record;
  const lines = consoleOf(effects);
  if (status === "skipped" || (status === "queued" && startedAt === null))
    return <NotReached isSkipped={status === "skipped"} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="step-record">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 pb-2 text-xs text-muted">
        <StatusBadge status={status} />
        {ms !== null && <span className="tabular-nums">{formatDuration(ms)}</span>}
        {attempt > 1 && <span>try {attempt}</span>}
        {port && port !== "out" && (
          <span className="flex items-center gap-1">
            <ArrowRight aria-hidden className="size-3" /> {port}
          </span>
        )}
      </div>
      <div className="flex flex-col gap-2 px-3 pb-2 empty:hidden">
        <WaitNote record={record} />
        {failure && <FailureNote failure={failure} />}
        {fallbackFor && <FallbackNote failure={fallbackFor} />}
        {!record.waiting && children.map((child) => <ChildRunLink key={child.runId} {...child} />)}
      </div>
      <Tabs
        defaultValue={failure ? (lines.length > 0 ? "console" : "input") : "output"}
        className="flex min-h-0 flex-1 flex-col"
      >
        <TabsList>
          <TabsTrigger value="output">Output</TabsTrigger>
          <TabsTrigger value="input">Input</TabsTrigger>
          <TabsTrigger value="config">Settings</TabsTrigger>
          {lines.length > 0 && <TabsTrigger value="console">Console {lines.length}</TabsTrigger>}
          {effects.length > 0 && <TabsTrigger value="effects">Calls {effects.length}</TabsTrigger>}
          {failedTries.length > 0 && attempt > 1 && <TabsTrigger value="tries">Tries {attempt}</TabsTrigger>}
        </TabsList>
        <ValueTab value="output" shown={output} label="Output" empty="It has no output." />
        <ValueTab value="input" shown={record.input} label="Input" empty="Nothing arrived." />
        <ValueTab value="config" shown={record.config} label="Resolved settings" empty="It has no settings." />
        <TabsContent value="console" className="overflow-auto">
          <ConsoleLines lines={lines} />
        </TabsContent>
        <TabsContent value="effects" className="overflow-auto">
          <EffectList effects={effects} />
        </TabsContent>
        <TabsContent value="tries" className="overflow-auto">
          <TriesList tries={failedTries} />
        </TabsContent>
      </Tabs>
    </div>
  );
}

type ValueTabProps = { value: string; shown: Json | undefined; label: string; empty: string };

function ValueTab({ value, shown, label, empty }: ValueTabProps) {
  return (
    <TabsContent value={value} className="flex flex-col">
      {shown === undefined || shown === null ? (
        <p className="p-4 text-sm text-muted">{empty}</p>
      ) : (
        <ValueView value={shown} label={label} className="min-h-0 flex-1 pt-2" />
      )}
    </TabsContent>
  );
}

export function NotReached({ isSkipped = false }: { isSkipped?: boolean }) {
  const { Icon } = statusLooks[isSkipped ? "skipped" : "queued"];
  return (
    <EmptyState icon={<Icon />} title={isSkipped ? "It was skipped" : "It has not run"}>
      {isSkipped
        ? "The run took another branch, so nothing reached this step."
        : "The run has not reached this step, or ended before it did."}
    </EmptyState>
  );
}
