/** What started a run. All but `child` are named like the type of the trigger step. */
export const triggerKinds = ["manual", "webhook", "schedule", "event", "error", "child"] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/** How a run began whose trigger is of this type. */
export function triggerKindOf(type: string): TriggerKind {
  return triggerKinds.find((kind) => kind === type && kind !== "child") ?? "manual";
}
