import { CircleX, TriangleAlert } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { ConsoleLine } from "#core/effects/code.ts";

/** What a script wrote to its console. */
export function ConsoleLines({ lines, className }: { lines: readonly ConsoleLine[]; className?: string }) {
  return (
    <ol aria-label="Console" data-testid="console" className={cn("divide-y font-mono text-xs leading-5", className)}>
      {lines.map(({ level, text }, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are known by their order
          key={at}
          className={cn(
            "flex gap-2 px-3 py-1",
            level === "error" && "bg-failed/8 text-failed",
            level === "warn" && "text-waiting",
          )}
        >
          <span className="grid h-5 w-3.5 shrink-0 place-items-center">
            <LevelMark level={level} />
          </span>
          <span className="min-w-0 break-words whitespace-pre-wrap">{text}</span>
        </li>
      ))}
    </ol>
  );
}

function LevelMark({ level }: { level: ConsoleLine["level"] }) {
  if (level === "error") return <CircleX aria-label="Error" className="size-3.5" />;
  if (level === "warn") return <TriangleAlert aria-label="Warning" className="size-3.5" />;
  return null;
}
