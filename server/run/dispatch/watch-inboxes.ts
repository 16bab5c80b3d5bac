import type { RunId, WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { readInboxes } from "#db/queries/read-inboxes.ts";
import type { Bus } from "../cluster/bus.ts";
import type { Drive } from "../drive/drive.ts";
import { guarded } from "../drive/leave-memory.ts";
import type { Driving } from "../driving.ts";
import { giveInbox, readMessages } from "../waiting/open-inbox.ts";

/**
 * Brings what came for runs in memory to their drives. One statement at a time asks for all runs that are to be looked
 * at; what is wanted meanwhile is in the next.
 *
 *     idle -- look, poke, a second is over --> asking -- answered --> given to the drives --> idle, or asking again
 *                                                     -- no database --> idle; the next second asks again
 */
export type Inboxes = {
  /** Looks soon whether something has come for a run in memory. Never throws. */
  readonly look: (drive: Drive) => void;
  /** Something has come for a run: looks if it is in memory, and wakes it if it rests. Never throws. */
  readonly poke: (workspaceId: WorkspaceId, runId: RunId) => void;
  readonly stop: () => void;
};

type Watch = { readonly pollMs: number; readonly bus: Bus | null };

export function watchInboxes(driving: Driving, { pollMs, bus }: Watch): Inboxes {
  const { sql, drives, deps, dispatcher } = driving;
  const wanted = new Set<Drive>();
  let isAsking = false;

  async function askAll(): Promise<void> {
    while (wanted.size > 0) {
      const asked = [...wanted].filter((drive) => drive.phase === "running" && drive.isAccepted);
      wanted.clear();
      if (asked.length > 0) await ask(asked);
    }
    // In the turn that found nothing more: what is wanted from now on begins anew.
    isAsking = false;
  }

  async function ask(asked: readonly Drive[]): Promise<void> {
    const runs = asked.map(({ identity }) => ({ workspaceId: identity.workspaceId, runId: identity.id }));
    const inboxes = new Map((await readInboxes(sql, runs)).map((inbox) => [inbox.runId, inbox]));
    for (const drive of asked) {
      const inbox = inboxes.get(drive.identity.id);
      if (!inbox) continue;
      const messages = await readMessages(sql, drive.identity.workspaceId, inbox.waiting);
      guarded(drive, () => giveInbox(drive, inbox, messages));
      if (messages.length > 0) drive.pump(drive);
    }
  }

  function look(drive: Drive): void {
    wanted.add(drive);
    if (isAsking) return;
    isAsking = true;
    // The end of this turn: a run that goes to rest in it sees by its count whether it has missed something.
    setImmediate(() => {
      askAll().catch((error: unknown) => {
        isAsking = false;
        if (!isDatabaseUnavailable(error)) deps.log.error({ error }, "The inboxes of runs could not be read.");
      });
    });
  }

  const timer = setInterval(() => {
    const known = performance.now() - pollMs;
    for (const drive of drives.values()) if (drive.inMemorySince < known) look(drive);
  }, pollMs);
  timer.unref();
  bus?.on("poke", (body) => {
    const drive = drives.get(body as RunId);
    if (drive) look(drive);
  });

  return {
    look,
    poke: (workspaceId, runId) => {
      const drive = drives.get(runId);
      if (drive) return look(drive);
      // Another process may have it in memory: that one looks, and a claim of ours is refused.
      bus?.sendAll("poke", runId);
      // As many as there is room for, with one statement: 100,000 runs may be told of something at once.
      if (dispatcher.drivesRuns) driving.claims.soon();
      else dispatcher.handOver({ workspaceId, runId, priority: 0 });
    },
    stop: () => clearInterval(timer),
  };
}
