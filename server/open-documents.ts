import type { IncomingMessage } from "node:http";
import type { AppDatabase } from "#db/client.ts";
import { type Collab, createCollab } from "./collab/collab.ts";
import { answerForDocuments, type Documents, distantDocuments } from "./collab/distant-documents.ts";
import { type DocumentHolder, holdDocuments } from "./collab/hold-documents.ts";
import type { Env } from "./env.ts";
import type { Logger } from "./log.ts";
import type { Actor } from "./policies/actor.ts";
import type { Cluster } from "./run/cluster/join-cluster.ts";
import { isOurHost, isOurOrigin } from "./web/same-origin.ts";

export type SharedDocuments = {
  readonly documents: Documents;
  readonly upgrade: Collab["upgrade"];
  readonly stop: () => Promise<void>;
};

type Deps = {
  readonly env: Env;
  readonly log: Logger;
  readonly db: AppDatabase;
  /** Of the owner of the database. */
  readonly url: string;
  readonly cluster: Cluster | null;
  readonly findActor: (request: IncomingMessage) => Promise<Actor | null>;
};

/** The shared documents: held here, or in the process of the cluster that has the role. Throws when another one keeps it. */
export async function openDocuments({ env, log, db, url, cluster, findActor }: Deps): Promise<SharedDocuments> {
  if (cluster && !env.roles.has("collab")) {
    return { documents: distantDocuments(cluster.bus, db), upgrade: () => false, stop: async () => undefined };
  }
  const collab = createCollab({
    db,
    logger: log,
    isAdmitted: (request) => holder.isHeld() && isOurHost(request.headers, env.port) && isOurOrigin(request.headers),
    findActor,
  });
  // An embedded database belongs to this process, and with it all that is inside.
  const holder = env.databaseUrl ? await holdDocuments({ url, log, onLost: collab.leave }) : alone;
  if (cluster) answerForDocuments(cluster.bus, collab, holder.isHeld);
  return {
    documents: collab,
    upgrade: collab.upgrade,
    stop: async () => {
      await collab.stop();
      await holder.release();
    },
  };
}

const alone: DocumentHolder = { isHeld: () => true, release: async () => undefined };
