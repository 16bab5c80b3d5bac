import type { VersionId, WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export type VersionListItem = {
  readonly versionId: VersionId;
  readonly number: number;
  readonly notes: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly publishedBy: string;
  /** Whether hooks run this one. */
  readonly live: boolean;
};

export function listVersions(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId },
): Promise<{ readonly items: readonly VersionListItem[] }> {
  return notImplemented();
}
