import type { Databases } from "#db/client.ts";
import type { Env } from "./env.ts";
import { type InstallationSecret, installationSecret } from "./installation-secret.ts";
import type { Logger } from "./log.ts";
import { startDatabase } from "./start-database.ts";

/** Everything that lives as long as the server does; made once, handed to whoever needs a part of it. */
export type Services = {
  readonly env: Env;
  readonly log: Logger;
  readonly secret: InstallationSecret;
  readonly databases: Databases;
  /** Stops them in the order in which they need one another. */
  readonly stop: () => Promise<void>;
};

type Deps = { readonly env: Env; readonly log: Logger; readonly say: (line: string) => void };

export async function startServices({ env, log, say }: Deps): Promise<Services> {
  const secret = await installationSecret(env.dataDir);
  const database = await startDatabase({ env, log, say, secret });
  return { env, log, secret, databases: database.databases, stop: database.stop };
}
