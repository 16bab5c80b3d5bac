/**
 * Ids say what they are: `wf_…` is a workflow, `run_…` a run. The brand keeps one kind from being passed for
 * another; the prefix lets a person see it in a log. Core makes no randomness: callers hand in the random part.
 */
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly __id: Prefix };

export type WorkspaceId = Id<"ws">;
export type UserId = Id<"user">;
export type WorkflowId = Id<"wf">;
export type VersionId = Id<"ver">;
/** UUIDv7 inside, so that ids sort by the time a run was accepted and tables can be partitioned by them. */
export type RunId = Id<"run">;
/** A person's task that a run waits for. */
export type TaskId = Id<"task">;
export type FileId = Id<"file">;
/** A node's id inside a graph: `n_` and eight or more of [a-z0-9]. */
export type NodeId = Id<"n">;
export type NoteId = Id<"note">;
/** `source.port>target.port`: two people who draw the same edge make one. */
export type EdgeId = `${NodeId}.${string}>${NodeId}.${string}`;

const pattern = /^[a-z]+_[A-Za-z0-9_-]{4,64}$/;

/** True when `text` has the form of an id of that kind; it says nothing about whether the thing exists. */
export function isId<Prefix extends string>(prefix: Prefix, text: unknown): text is Id<Prefix> {
  return typeof text === "string" && text.startsWith(`${prefix}_`) && pattern.test(text);
}

/** Joins a prefix and a random part made by the caller. */
export function idOf<Prefix extends string>(prefix: Prefix, random: string): Id<Prefix> {
  return `${prefix}_${random}` as Id<Prefix>;
}
