import type { NodeCounts } from "#core/schedule/run-view.ts";

/** How often a step ran; one that was passed over some of the times also says how often it could have. */
export function timesText({ total, skipped }: Pick<NodeCounts, "total" | "skipped">): string {
  const ran = (total - skipped).toLocaleString("en");
  return skipped === 0 ? `${ran} times` : `${ran} of ${total.toLocaleString("en")} ran`;
}
