"use client";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import type { Problem } from "#core/compile/problem.ts";
import type { NodeId } from "#core/id.ts";

type Props = {
  readonly title: string;
  /** What it says while it is folded, in one line. */
  readonly summary: string;
  /** What the fields inside are named like: `handling.`. */
  readonly prefix: string;
  /** The step that they are of; null for the workflow. */
  readonly nodeId: NodeId | null;
  readonly problems: readonly Problem[];
  readonly children: ReactNode;
};

/** Settings that most never need: folded to a line that says how they are. Opens when something in it is wrong. */
export function FoldingSection({ title, summary, prefix, nodeId, problems, children }: Props) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const request = useSession(selectFocusField);
  const own = problems.filter(({ field }) => field?.startsWith(prefix));
  const errors = own.filter(({ severity }) => severity === "error").length;
  // Somebody jumped to a field in here.
  useEffect(() => {
    if (request?.nodeId === nodeId && request.field.startsWith(prefix)) setChosen(true);
  }, [request, nodeId, prefix]);
  const isOpen = chosen ?? own.length > 0;
  return (
    <section aria-label={title} className="border-t pt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setChosen(!isOpen)}
        className="-mx-1 flex min-h-8 w-[calc(100%+0.5rem)] items-start gap-1 rounded-sm px-1 py-1 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn("mt-0.5 size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
        <span className="min-w-0 flex-1">
          <span className="block text-sm font-medium">{title}</span>
          {!isOpen && <span className="block truncate text-xs text-muted">{summary}</span>}
        </span>
        {errors > 0 && (
          <span className="rounded-full bg-failed/12 px-1.5 text-xs text-failed tabular-nums">
            {errors}
            <span className="sr-only">{errors === 1 ? " problem" : " problems"}</span>
          </span>
        )}
      </button>
      {isOpen && <div className="pt-2 pb-1">{children}</div>}
    </section>
  );
}

function selectFocusField(state: SessionState) {
  return state.focusField;
}
