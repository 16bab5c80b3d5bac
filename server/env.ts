import path from "node:path";
import { z } from "zod";
import { allRoles, type Roles, readRoles, rolesProblem } from "./roles.ts";

/** Every setting of the product. The only reader of process.env. */
export type Env = {
  readonly port: number;
  /** `localhost` means the same and is read as it: other names for this machine could lead elsewhere. */
  readonly host: "127.0.0.1";
  /** How the world reaches this server, without a slash at the end: addresses that are given out begin with it. */
  readonly url: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null for the embedded Postgres. */
  readonly databaseUrl: string | null;
  /** Null when this process does everything itself. */
  readonly redisUrl: string | null;
  /** What this process does; all of it without `redisUrl`. */
  readonly roles: Roles;
  /** 64 hex digits; null for the key in the data folder. */
  readonly secret: string | null;
  readonly samples: boolean;
  /** Internal hosts that HTTP steps may reach, lower case: `name` or `name:port`. */
  readonly allowedHosts: ReadonlySet<string>;
  /** The longest time limit that a code step can be given; milliseconds. */
  readonly codeMsMax: number;
  /** The largest memory limit that a code step can be given. */
  readonly codeMbMax: number;
  /** Ended runs are kept so long, less where their workflow says so. */
  readonly retentionDays: number;
  /** How much the journals of all runs, and those of one workflow, may take; null for as much as there is. */
  readonly journalMb: number;
  readonly workflowJournalMb: number | null;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
};

export type RawEnv = Readonly<Record<string, string | undefined>>;

const hostPattern = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/;

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535)
    .catch(refuse("PORT must be a number from 1 to 65535, for example PORT=3000.")),
  HOST: z
    .enum(["127.0.0.1", "localhost"])
    .catch(
      refuse(
        "HOST must be 127.0.0.1 or localhost: until people can sign in, Heddle answers on this machine only. Put a proxy with sign-in in front of it to reach it from elsewhere.",
      ),
    ),
  HEDDLE_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .nullable()
    .catch(refuse("HEDDLE_URL must look like https://heddle.example.com.")),
  HEDDLE_DATA_DIR: z
    .string()
    .refine((dir) => dir.trim() !== "" && !dir.includes("\0"))
    .catch(refuse("HEDDLE_DATA_DIR must be a folder, for example HEDDLE_DATA_DIR=.heddle.")),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .nullable()
    .catch(refuse("DATABASE_URL must look like postgres://user:password@host:5432/database.")),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .nullable()
    .catch(refuse("REDIS_URL must look like redis://user:password@host:6379, or rediss:// for TLS.")),
  HEDDLE_ROLES: z
    .string()
    .transform((text) => readRoles(text))
    .refine((roles) => roles !== null)
    .catch(refuse("HEDDLE_ROLES must be web, collab, worker or scheduler, or several of them separated by commas.")),
  HEDDLE_SECRET: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .catch(refuse("HEDDLE_SECRET must be 64 hex digits in lower case, the same in all processes of an installation.")),
  HEDDLE_SAMPLES: z
    .enum(["on", "off"])
    .transform((text) => text === "on")
    .catch(refuse("HEDDLE_SAMPLES must be on or off.")),
  HEDDLE_ALLOWED_HOSTS: z
    .string()
    .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
    .transform((hosts) => hosts.filter((host) => host !== ""))
    .refine((hosts) => hosts.every((host) => hostPattern.test(host)))
    .catch(
      refuse(
        "HEDDLE_ALLOWED_HOSTS must be host names with or without a port, separated by commas: intranet:8080,10.0.0.5.",
      ),
    ),
  HEDDLE_CODE_MS_MAX: wholeNumber(10, 600_000).catch(
    refuse("HEDDLE_CODE_MS_MAX must be a number of milliseconds from 10 to 600000, for example 30000."),
  ),
  HEDDLE_CODE_MB_MAX: wholeNumber(1, 1_024).catch(
    refuse("HEDDLE_CODE_MB_MAX must be a number of megabytes from 1 to 1024, for example 256."),
  ),
  HEDDLE_RETENTION_DAYS: wholeNumber(1, 3_650).catch(
    refuse("HEDDLE_RETENTION_DAYS must be a number of days from 1 to 3650, for example 90."),
  ),
  HEDDLE_JOURNAL_MB: wholeNumber(1, 100_000_000).catch(
    refuse("HEDDLE_JOURNAL_MB must be a number of megabytes from 1, for example 20480."),
  ),
  HEDDLE_WORKFLOW_JOURNAL_MB: wholeNumber(1, 100_000_000)
    .nullable()
    .catch(refuse("HEDDLE_WORKFLOW_JOURNAL_MB must be a number of megabytes from 1, for example 1024.")),
  HEDDLE_LOG: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .catch(refuse("HEDDLE_LOG must be debug, info, warn, error or silent.")),
});

/** Reads the settings. Throws a SettingError whose message is a sentence about the first one that is wrong. */
export function readEnv(raw: RawEnv = process.env, cwd: string = process.cwd()): Env {
  const env = schema.parse({
    PORT: given(raw.PORT, "3000"),
    HOST: given(raw.HOST, "127.0.0.1"),
    HEDDLE_URL: given(raw.HEDDLE_URL, null),
    HEDDLE_DATA_DIR: given(raw.HEDDLE_DATA_DIR, ".heddle"),
    DATABASE_URL: given(raw.DATABASE_URL, null),
    REDIS_URL: given(raw.REDIS_URL, null),
    HEDDLE_ROLES: given(raw.HEDDLE_ROLES, allRoles.join(",")),
    HEDDLE_SECRET: given(raw.HEDDLE_SECRET, null),
    HEDDLE_SAMPLES: given(raw.HEDDLE_SAMPLES, "on"),
    HEDDLE_ALLOWED_HOSTS: given(raw.HEDDLE_ALLOWED_HOSTS, ""),
    HEDDLE_CODE_MS_MAX: given(raw.HEDDLE_CODE_MS_MAX, "30000"),
    HEDDLE_CODE_MB_MAX: given(raw.HEDDLE_CODE_MB_MAX, "256"),
    HEDDLE_RETENTION_DAYS: given(raw.HEDDLE_RETENTION_DAYS, "90"),
    HEDDLE_JOURNAL_MB: given(raw.HEDDLE_JOURNAL_MB, "20480"),
    HEDDLE_WORKFLOW_JOURNAL_MB: given(raw.HEDDLE_WORKFLOW_JOURNAL_MB, null),
    HEDDLE_LOG: given(raw.HEDDLE_LOG, "info"),
  });
  const sharing = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, roles: env.HEDDLE_ROLES };
  const problem = rolesProblem(sharing);
  if (problem) throw new SettingError(problem);
  return {
    port: env.PORT,
    host: "127.0.0.1",
    url: env.HEDDLE_URL ?? `http://localhost:${env.PORT}`,
    dataDir: path.resolve(cwd, env.HEDDLE_DATA_DIR),
    ...sharing,
    secret: env.HEDDLE_SECRET,
    samples: env.HEDDLE_SAMPLES,
    allowedHosts: new Set(env.HEDDLE_ALLOWED_HOSTS),
    codeMsMax: env.HEDDLE_CODE_MS_MAX,
    codeMbMax: env.HEDDLE_CODE_MB_MAX,
    retentionDays: env.HEDDLE_RETENTION_DAYS,
    journalMb: env.HEDDLE_JOURNAL_MB,
    workflowJournalMb: env.HEDDLE_WORKFLOW_JOURNAL_MB,
    logLevel: env.HEDDLE_LOG,
  };
}

/** Sets what libraries read from the environment by themselves; call it before they are loaded. */
export function prepareProcess(dev: boolean): void {
  Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
}

/** A setting that is wrong; the start ends with its message. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((number) => number >= min && number <= max);
}

/** Shells and container files often set a variable to nothing; that means the default. */
function given<T>(text: string | undefined, fallback: T): string | T {
  return text === undefined || text === "" ? fallback : text;
}

function refuse(sentence: string) {
  return (): never => {
    throw new SettingError(sentence);
  };
}
