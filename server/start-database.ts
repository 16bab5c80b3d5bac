import { type Databases, openDatabases } from "#db/client.ts";
import { claimFolder } from "#db/embedded/claim-folder.ts";
import { startEmbeddedPostgres } from "#db/embedded.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { ensurePartitions, migrateDatabase } from "#db/migrate.ts";
import type { Env } from "./env.ts";
import { derivedSecret, type InstallationSecret } from "./installation-secret.ts";
import type { Logger } from "./log.ts";

export type RunningDatabase = {
  readonly databases: Databases;
  /** Of the owner: for migrations and nothing else. */
  readonly ownerUrl: string;
  /** Closes the pools, then ends the embedded server when there is one. */
  readonly stop: () => Promise<void>;
};

type Deps = {
  readonly env: Env;
  readonly log: Logger;
  readonly say: (line: string) => void;
  readonly secret: InstallationSecret;
};

const dayMs = 24 * 60 * 60 * 1000;

/** Starts or reaches the database and brings it to the schema of this build. Throws sentences. */
export async function startDatabase({ env, log, say, secret }: Deps): Promise<RunningDatabase> {
  const server = env.databaseUrl
    ? await reachDatabase(env.databaseUrl, env.dataDir)
    : await startEmbeddedPostgres({ dataDir: env.dataDir, password: derivedSecret(secret, "postgres"), say });
  try {
    await migrateDatabase(server.url);
  } catch (error) {
    await server.stop();
    throw env.databaseUrl ? notPrepared(error) : error;
  }
  const databases = openDatabases(server.url);
  const daily = setInterval(() => {
    ensurePartitions(server.url).catch((error: unknown) => log.error({ error }, "partitions could not be made"));
  }, dayMs);
  daily.unref();
  return {
    databases,
    ownerUrl: server.url,
    stop: async () => {
      clearInterval(daily);
      await databases.close();
      await server.stop();
    },
  };
}

/** A database of somebody else's: it is not ours to stop, but the folder beside it is ours alone. */
async function reachDatabase(url: string, dataDir: string) {
  const claim = await claimFolder(dataDir);
  return { url, stop: claim.release };
}

function notPrepared(cause: unknown): Error {
  const said = cause instanceof Error ? cause.message : String(cause);
  const sentence = isDatabaseUnavailable(cause)
    ? `The database of DATABASE_URL cannot be reached (${said}). Check that it runs and that the address is right.`
    : `The database of DATABASE_URL could not be prepared (${said}). Its user needs the right to create tables and roles.`;
  return new Error(sentence, { cause });
}
