import type { RunId } from "#core/id.ts";
import type { LiveRun } from "../run/live-hub.ts";

/** How many runs are told about at once when hooks start hundreds of them; those told as going on always are. */
const toldAtOnceMax = 50;

export type ChangedRuns = {
  /** The newest run so far, which need not be told about. */
  readonly begin: (newest: RunId | null) => void;
  readonly note: (runs: readonly LiveRun[]) => void;
  /** Runs to tell about now, oldest first, and forgets them. */
  readonly take: () => readonly RunId[];
  /** The newest run of all, told about or not. */
  readonly newest: () => RunId | null;
};

/** Remembers which runs changed until somebody has time to tell. Ids sort by the time a run was accepted. */
export function createChangedRuns(): ChangedRuns {
  const changed = new Map<RunId, LiveRun["status"]>();
  /** Told as not ended: whoever was told must also be told the end. */
  const goingOn = new Set<RunId>();
  let newest: RunId | null = null;
  const raise = (id: RunId | null) => {
    if (id !== null && (newest === null || id > newest)) newest = id;
  };
  return {
    begin: (id) => raise(id),
    note: (runs) => {
      for (const { id, status } of runs) {
        changed.set(id, status);
        raise(id);
      }
    },
    take: () => {
      const ids = [...changed.keys()].sort();
      const told = ids.filter((id, at) => goingOn.has(id) || at >= ids.length - toldAtOnceMax);
      for (const id of told) {
        if (hasEnded(changed.get(id))) goingOn.delete(id);
        else goingOn.add(id);
      }
      changed.clear();
      return told;
    },
    newest: () => newest,
  };
}

function hasEnded(status: LiveRun["status"] | undefined): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}
