import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import type { Logger } from "../log.ts";

/** The process that stops may still be there when the one that follows it starts. */
const usualPatienceMs = 12_000;
const askAgainMs = 250;
/** How soon a holder notices that the database has taken the place from it, as when that was restarted. */
const checkMs = 2_000;

export type DocumentHolder = {
  /** Whether this process may hold documents now. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
};

type Deps = {
  /** Of the database; a connection of its own is kept open, and must not go through a pooler that shares sessions. */
  readonly url: string;
  readonly log: Logger;
  /** Called when the place is lost: another process may hold the documents from now on. */
  readonly onLost: () => void;
  readonly patienceMs?: number;
};

/**
 * The place of the one process that holds the shared documents: a lock of the database that ends with its session, so
 * with the process. Throws a sentence when another one keeps it.
 *
 *     waiting -- free --> held -- the session broke and another was quicker --> lost -- free again --> held
 *     waiting -- 12 s --> refused
 */
export async function holdDocuments({ url, log, onLost, patienceMs = usualPatienceMs }: Deps): Promise<DocumentHolder> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 5,
    backoff: () => 0.25,
    max_lifetime: null,
    connection: { application_name: "heddle_documents" },
  });
  // Asked again by the session that has it, the answer is yes as well.
  const ask = async () => {
    const [row] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(hashtext('heddle.documents')) as held`;
    return row?.held === true;
  };
  const giveUpAt = performance.now() + patienceMs;
  let isHeld = await ask();
  while (!isHeld && performance.now() < giveUpAt) {
    await delay(askAgainMs);
    isHeld = await ask();
  }
  if (!isHeld) {
    await sql.end({ timeout: 1 });
    throw new Error(
      "Another process already holds the shared documents of this database, and only one can. Stop it, or start this one without the role collab: HEDDLE_ROLES=web,worker,scheduler.",
    );
  }

  async function check(): Promise<void> {
    const held = await ask().catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) log.error({ error }, "It cannot be told who holds the shared documents.");
      // While the database is away nobody else can take the place either.
      return isHeld;
    });
    if (isHeld && !held) {
      log.warn("This process does not hold the shared documents any more; it tries to get them back.");
      onLost();
    } else if (!isHeld && held) log.info("This process holds the shared documents again.");
    isHeld = held;
  }

  let checking = Promise.resolve();
  const timer = setInterval(() => {
    checking = checking.then(check);
  }, checkMs);
  timer.unref();
  return {
    isHeld: () => isHeld,
    release: async () => {
      clearInterval(timer);
      isHeld = false;
      await sql.end({ timeout: 1 });
    },
  };
}
