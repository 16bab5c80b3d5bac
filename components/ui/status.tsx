import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Hourglass,
  LoaderCircle,
  ShieldAlert,
  ShieldCheck,
  SkipForward,
} from "lucide-react";
import type { ActivationStatus, RunStatus } from "#core/schedule/event.ts";
import { Badge, type Tone } from "./badge.tsx";
import { cn } from "./cn.ts";

/** `caught`: a step failed, and what happens then is drawn. */
type Status = RunStatus | ActivationStatus | "caught";

/** Each status has a word, a colour and a shape of its own, so that colour is never the only sign. */
export const statusLooks: Record<Status, { label: string; tone: Tone; color: string; Icon: typeof CircleCheck }> = {
  queued: { label: "Queued", tone: "neutral", color: "text-faint", Icon: CircleDashed },
  running: { label: "Running", tone: "running", color: "text-running", Icon: LoaderCircle },
  waiting: { label: "Waiting", tone: "waiting", color: "text-waiting", Icon: Hourglass },
  quarantined: { label: "Put aside", tone: "failed", color: "text-failed", Icon: ShieldAlert },
  succeeded: { label: "Succeeded", tone: "succeeded", color: "text-succeeded", Icon: CircleCheck },
  failed: { label: "Failed", tone: "failed", color: "text-failed", Icon: CircleX },
  caught: { label: "Failed, caught", tone: "waiting", color: "text-waiting", Icon: ShieldCheck },
  skipped: { label: "Skipped", tone: "skipped", color: "text-skipped", Icon: SkipForward },
  cancelled: { label: "Cancelled", tone: "skipped", color: "text-skipped", Icon: Ban },
};

export function StatusIcon({ status, className }: { status: Status; className?: string }) {
  const { Icon, color, label } = statusLooks[status];
  return (
    <Icon
      aria-label={label}
      className={cn("size-4 shrink-0", color, status === "running" && "animate-spin", className)}
    />
  );
}

export function StatusBadge({ status }: { status: Status }) {
  const { Icon, label, tone } = statusLooks[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={cn(status === "running" && "animate-spin")} />
      {label}
    </Badge>
  );
}
