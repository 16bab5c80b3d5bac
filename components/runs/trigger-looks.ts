import { CalendarClock, type LucideIcon, MousePointerClick, Radio, ShieldAlert, Webhook, Workflow } from "lucide-react";
import type { TriggerKind } from "#core/schedule/trigger-kind.ts";

/** How lists say what started a run. */
export const triggerLooks: Readonly<Record<TriggerKind, { readonly label: string; readonly Icon: LucideIcon }>> = {
  manual: { label: "Started by hand", Icon: MousePointerClick },
  webhook: { label: "Started by a webhook", Icon: Webhook },
  schedule: { label: "Started by a schedule", Icon: CalendarClock },
  event: { label: "Started by an event", Icon: Radio },
  error: { label: "Started by a failure", Icon: ShieldAlert },
  child: { label: "Started by another run", Icon: Workflow },
};
