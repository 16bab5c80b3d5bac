"use client";
import { ChevronRight, CircleX } from "lucide-react";
import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { type Failure, failureCodes } from "#core/failure.ts";

/** What went wrong in plain words; details and causes for the curious. */
export function FailureNote({ failure }: { failure: Failure }) {
  const [isOpen, setOpen] = useState(false);
  const hasMore = failure.details !== undefined || failure.cause !== undefined;
  return (
    <div role="alert" className="rounded-lg border border-failed/30 bg-failed/8 px-3 py-2 text-sm">
      <p className="flex items-start gap-2 font-medium">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
        {failureCodes[failure.code]}
      </p>
      <p className="mt-1 pl-6 break-words whitespace-pre-wrap">{failure.message}</p>
      {failure.retryable && <p className="mt-1 pl-6 text-muted">Trying again later may help.</p>}
      {hasMore && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="mt-1 ml-5 flex items-center gap-1 rounded-sm px-1 text-xs font-medium text-muted hover:text-ink"
        >
          <ChevronRight aria-hidden className={cn("size-3 transition-transform", isOpen && "rotate-90")} /> Details
        </button>
      )}
      {isOpen && (
        <div className="mt-1 pl-6 text-xs">
          {failure.cause && <p className="mb-1 text-muted">Because: {failure.cause.message}</p>}
          {failure.details !== undefined && (
            <pre className="max-h-48 overflow-auto rounded-md bg-surface p-2 font-mono leading-4 whitespace-pre-wrap">
              {JSON.stringify(failure.details, null, 2)}
            </pre>
          )}
        </div>
      )}
    </div>
  );
}
