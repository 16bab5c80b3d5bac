"use client";
import { useEffect, useState } from "react";
import { formatDuration } from "#components/ui/duration.ts";

type Span = { readonly startedAt: number | null; readonly endedAt: number | null };

/** How long something took, or how long it has been going on, ticking. */
export function RunClock({ view }: { view: Span }) {
  const { startedAt, endedAt } = view;
  const isGoing = startedAt !== null && endedAt === null;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, [isGoing]);
  if (startedAt === null) return null;
  return <span className="tabular-nums">{formatDuration(Math.max(0, (endedAt ?? now) - startedAt))}</span>;
}
