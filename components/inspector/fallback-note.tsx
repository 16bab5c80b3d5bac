"use client";
import { LifeBuoy } from "lucide-react";
import type { Failure } from "#core/failure.ts";

/** The step failed for good and gave its fallback value: the output is not its result. */
export function FallbackNote({ failure }: { failure: Failure }) {
  return (
    <section
      aria-label="Fallback value used"
      className="rounded-lg border border-waiting/30 bg-waiting/8 px-3 py-2 text-sm"
    >
      <p className="flex items-start gap-2 font-medium">
        <LifeBuoy aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        It failed, so its output is the fallback value.
      </p>
      <p className="mt-1 pl-6 break-words whitespace-pre-wrap">{failure.message}</p>
    </section>
  );
}
