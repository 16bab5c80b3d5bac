import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const tones = {
  neutral: "bg-sunken text-muted border-line",
  accent: "bg-accent-soft text-accent border-transparent",
  running: "bg-running/10 text-running border-transparent",
  succeeded: "bg-succeeded/10 text-succeeded border-transparent",
  failed: "bg-failed/10 text-failed border-transparent",
  waiting: "bg-waiting/10 text-waiting border-transparent",
  skipped: "bg-skipped/10 text-skipped border-transparent",
};

export type Tone = keyof typeof tones;

export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap tabular-nums [&_svg]:size-3",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
