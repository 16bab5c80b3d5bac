"use client";
import { CalendarClock } from "lucide-react";
import { useEffect, useState } from "react";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import { cronFault, isZone, nextTimes } from "#core/time/next-times.ts";
import { cronOf, type ScheduleConfig } from "#core/time/schedule-config.ts";

const timesShown = 5;

/** When a schedule starts its next runs, in its own time zone, kept true while it is on the screen. */
export function NextTimes({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const now = useMinute();
  const { config, issues } = parseConfig(definition, node.config);
  const { cron, zone } = cronOf(config as unknown as ScheduleConfig);
  // What is wrong is said at the field.
  if (issues.length > 0 || !isZone(zone) || cronFault(cron) !== null) return null;
  const times = nextTimes({ cron, zone, fromMs: now, count: timesShown });
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  return (
    <section aria-label="Next times" className="rounded-lg border px-3 py-2">
      <h3 className="mb-1 flex items-center gap-1.5 text-sm font-medium">
        <CalendarClock aria-hidden className="size-4 text-faint" /> Next times
        <span className="text-xs font-normal text-faint">{zone}</span>
      </h3>
      <ol className="text-sm text-muted tabular-nums">
        {times.map((at) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>{format.format(at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Now, in Unix milliseconds, renewed each minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
