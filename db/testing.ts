import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type Databases, openDatabases } from "./client.ts";

export const templateName = "heddle_template";

export type TestDatabase = {
  /** Of the owner; what the server would be started with. */
  readonly url: string;
  readonly databases: Databases;
};

/**
 * Gives a test file a migrated database of its own. Call it at the top of the file and read the answer's fields
 * inside of tests. After the file every connection must have been given back; one that is left fails the file.
 */
export function testDatabase(): TestDatabase {
  let made: (TestDatabase & { close: () => Promise<void> }) | undefined;
  beforeAll(async () => {
    made = await cloneDatabase(inject("serverUrl"));
  });
  afterAll(async () => {
    await made?.close();
  });
  const ready = () => {
    if (!made) throw new Error("The test database is there inside of tests and hooks, not before.");
    return made;
  };
  return {
    get url() {
      return ready().url;
    },
    get databases() {
      return ready().databases;
    },
  };
}

/** Copies the migrated template into a new database; `close` drops it and throws when connections were left open. */
async function cloneDatabase(serverUrl: string): Promise<TestDatabase & { close: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asOwner(serverUrl, (owner) => owner.unsafe(`create database ${name} template ${templateName}`));
  const url = databaseUrl(serverUrl, name);
  const databases = openDatabases(url, { app: 4, engine: 4 });
  const close = async () => {
    await databases.close();
    await asOwner(serverUrl, async (owner) => {
      const left = await leftOpen(owner, name);
      await owner.unsafe(`drop database ${name} with (force)`);
      if (left.length > 0) throw new Error(`Connections were left open: ${JSON.stringify(left)}`);
    });
  };
  return { url, databases, close };
}

/** The same server and owner, another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Backends take a moment to notice that their client has gone; they get a second before they count as left. */
async function leftOpen(owner: postgres.Sql, name: string): Promise<readonly unknown[]> {
  const giveUpAt = Date.now() + 1_000;
  for (;;) {
    const left = await owner`
      select application_name, state, query from pg_stat_activity
      where datname = ${name} and backend_type = 'client backend'`;
    if (left.length === 0 || Date.now() > giveUpAt) return left;
    await delay(20);
  }
}

async function asOwner<T>(serverUrl: string, fn: (owner: postgres.Sql) => Promise<T>): Promise<T> {
  const owner = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    return await fn(owner);
  } finally {
    await owner.end();
  }
}
