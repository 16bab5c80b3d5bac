"use client";
import { formatDuration } from "#components/ui/duration.ts";
import type { FailedTry } from "#core/schedule/step-history.ts";
import { FailureNote } from "./failure-note.tsx";
import { momentText } from "./run-time.ts";

/** The tries that failed, in order, each with what went wrong and when the next one came. */
export function TriesList({ tries }: { tries: readonly FailedTry[] }) {
  return (
    <ol aria-label="Failed tries" className="flex flex-col gap-3 p-3">
      {tries.map(({ attempt, failure, ms, retryAtMs }) => (
        <li key={attempt} className="flex flex-col gap-1">
          <p className="flex items-baseline gap-2 text-sm">
            <span className="font-medium">Try {attempt}</span>
            <span className="text-xs text-muted tabular-nums">{formatDuration(ms)}</span>
            <span className="ml-auto text-xs text-muted">
              {retryAtMs === null ? "the last one" : `next one at ${momentText(retryAtMs)}`}
            </span>
          </p>
          <FailureNote failure={failure} />
        </li>
      ))}
    </ol>
  );
}
