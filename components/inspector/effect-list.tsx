"use client";
import { ChevronRight, CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/duration.ts";
import type { EffectRecord } from "#core/schedule/step-record.ts";
import { ValueView } from "./data/value-view.tsx";
import { FailureNote } from "./failure-note.tsx";

/** What a step asked of the outside world, in order, each with its answer. */
export function EffectList({ effects }: { effects: readonly EffectRecord[] }) {
  return (
    <ol className="divide-y">
      {effects.map((effect, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: effects are known by their order
        <EffectRow key={at} effect={effect} />
      ))}
    </ol>
  );
}

function EffectRow({ effect }: { effect: EffectRecord }) {
  const [isOpen, setOpen] = useState(false);
  const failed = "failure" in effect.result;
  const Icon = failed ? CircleX : CircleCheck;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-2 px-3 py-2 text-left text-sm hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
        <Icon
          aria-label={failed ? "Failed" : "Succeeded"}
          className={cn("size-4 shrink-0", failed ? "text-failed" : "text-succeeded")}
        />
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{effect.summary}</span>
        {effect.ms !== undefined && (
          <span className="text-xs text-muted tabular-nums">{formatDuration(effect.ms)}</span>
        )}
      </button>
      {isOpen && (
        <div className="px-3 pb-3">
          {"failure" in effect.result ? (
            <FailureNote failure={effect.result.failure} />
          ) : (
            <ValueView value={effect.result.ok} label="Answer" className="h-72 rounded-lg border pt-2" />
          )}
        </div>
      )}
    </li>
  );
}
