import type { RunStatus } from "#core/schedule/event.ts";

export type StatusFilter = "any" | RunStatus;

export const statusFilters: readonly { readonly value: StatusFilter; readonly label: string }[] = [
  { value: "any", label: "Any status" },
  { value: "queued", label: "Queued" },
  { value: "running", label: "Running" },
  { value: "waiting", label: "Waiting" },
  { value: "succeeded", label: "Succeeded" },
  { value: "failed", label: "Failed" },
  { value: "quarantined", label: "Put aside" },
  { value: "cancelled", label: "Cancelled" },
];
