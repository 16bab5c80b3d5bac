/**
 * What a process does. One process has all of them unless it is told otherwise; with Redis they can be spread over many.
 *
 * - `web`: pages, API, hooks and files. Any number.
 * - `collab`: the shared documents, at `/collab`. One process at a time: a document has one holder.
 * - `worker`: drives runs. Any number.
 * - `scheduler`: schedules, events between workflows, retention. Any number; they share the work.
 */
export const allRoles = ["web", "collab", "worker", "scheduler"] as const;
export type Role = (typeof allRoles)[number];
export type Roles = ReadonlySet<Role>;

/** Reads `web,worker`; null when a word is no role, or there is none. */
export function readRoles(text: string): Roles | null {
  const words = text
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
  const roles = new Set(allRoles.filter((role) => words.includes(role)));
  return roles.size > 0 && words.every((word) => (allRoles as readonly string[]).includes(word)) ? roles : null;
}

/** What is wrong with the settings of a process that shares the work, as a sentence; null when nothing is. */
export function rolesProblem({ roles, redisUrl, databaseUrl }: Sharing): string | null {
  if (roles.size === allRoles.length) return null;
  const given = [...roles].join(",");
  if (redisUrl === null) {
    return `HEDDLE_ROLES=${given} leaves work to other processes, which find each other through Redis. Set REDIS_URL, for example REDIS_URL=redis://localhost:6379, or leave HEDDLE_ROLES out.`;
  }
  if (databaseUrl === null) {
    return `HEDDLE_ROLES=${given} leaves work to other processes, which need the same database. Set DATABASE_URL, or leave HEDDLE_ROLES out.`;
  }
  return null;
}

type Sharing = { readonly roles: Roles; readonly redisUrl: string | null; readonly databaseUrl: string | null };
