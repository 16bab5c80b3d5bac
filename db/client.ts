import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import type { WorkspaceId } from "../core/id.ts";
import { silentDatabase } from "./is-unavailable.ts";
import * as schema from "./schema/index.ts";

/**
 * Two ways in, by role (R9). `app` serves people: drizzle, one workspace at a time, through `withWorkspace`.
 * `engine` serves runs of every workspace: plain postgres.js, with its own narrow policies and grants.
 * Each keeps its own parsers: drizzle takes over those of the client it is given, so never wrap `engine` in it.
 */
export type Databases = {
  readonly app: AppDatabase;
  readonly engine: Sql;
  /** Waits for what is under way, then closes every connection. */
  readonly close: () => Promise<void>;
};

export type AppDatabase = PostgresJsDatabase<typeof schema> & { readonly $client: Sql };
/** What queries take: an app database inside `withWorkspace`. */
export type AppTransaction = Parameters<Parameters<AppDatabase["transaction"]>[0]>[0];

export type PoolSizes = { readonly app: number; readonly engine: number };

const defaultSizes: PoolSizes = { app: 10, engine: 8 };
/** A statement that takes longer holds up other people; milliseconds. */
const appStatementTimeoutMs = 15_000;
const engineStatementTimeoutMs = 30_000;
const keeperStatementTimeoutMs = 120_000;
/** How long somebody waits for a database that takes statements and does not answer, as when it is frozen. */
const silencePatienceMs = 5_000;

/** Opens both pools; connections are made when first needed. */
export function openDatabases(url: string, sizes: PoolSizes = defaultSizes): Databases {
  const appClient = openPool(url, { role: "heddle_app", max: sizes.app, statementTimeoutMs: appStatementTimeoutMs });
  const engine = openPool(url, {
    role: "heddle_engine",
    max: sizes.engine,
    statementTimeoutMs: engineStatementTimeoutMs,
  });
  return {
    app: drizzle(appClient, { schema }),
    engine,
    close: async () => {
      await Promise.all([appClient.end({ timeout: 5 }), engine.end({ timeout: 5 })]);
    },
  };
}

/** One connection for removing what is past retention; it may delete journals and nothing else. */
export function openKeeper(url: string): Sql {
  return openPool(url, { role: "heddle_keeper", max: 1, statementTimeoutMs: keeperStatementTimeoutMs });
}

/**
 * Runs `fn` in one transaction that sees only this workspace. A query outside of it fails: the policies read the
 * setting made here, and a missing one is an error.
 *
 * Rejects after 5 s with an error that `isDatabaseUnavailable` knows. What was given up is rolled back when the
 * database comes to it, unless it was already committing.
 */
export async function withWorkspace<T>(
  db: AppDatabase,
  workspaceId: WorkspaceId,
  fn: (tx: AppTransaction) => Promise<T>,
): Promise<T> {
  const silence = Promise.withResolvers<never>();
  let givenUp: Error | null = null;
  const timer = setTimeout(() => {
    givenUp = Object.assign(new Error("The database does not answer."), { code: silentDatabase });
    silence.reject(givenUp);
  }, silencePatienceMs);
  const rollBackWhenGivenUp = () => {
    if (givenUp) throw givenUp;
  };
  const work = db.transaction(async (tx) => {
    rollBackWhenGivenUp();
    await tx.execute(sql`select set_config('heddle.workspace_id', ${workspaceId}, true)`);
    const result = await fn(tx);
    rollBackWhenGivenUp();
    return result;
  });
  try {
    return await Promise.race([work, silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}

type Pool = { readonly role: string; readonly max: number; readonly statementTimeoutMs: number };

function openPool(url: string, { role, max, statementTimeoutMs }: Pool): Sql {
  return postgres(url, {
    max,
    onnotice: () => undefined,
    connect_timeout: 5,
    // A database that comes back is found within a quarter of a second; the default waits up to 20 s.
    backoff: () => 0.25,
    connection: { application_name: role, role, statement_timeout: statementTimeoutMs },
  });
}
