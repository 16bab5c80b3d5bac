import { expect, test } from "vitest";
import { readEnv, SettingError } from "./env.ts";

test("without any setting everything has a default that works on this machine alone", () => {
  expect(readEnv({}, "/srv/heddle")).toEqual({
    port: 3000,
    host: "127.0.0.1",
    url: "http://localhost:3000",
    dataDir: "/srv/heddle/.heddle",
    databaseUrl: null,
    redisUrl: null,
    roles: new Set(["web", "collab", "worker", "scheduler"]),
    secret: null,
    samples: true,
    allowedHosts: new Set(),
    codeMsMax: 30_000,
    codeMbMax: 256,
    retentionDays: 90,
    journalMb: 20_480,
    workflowJournalMb: null,
    logLevel: "info",
  });
});

test("an empty setting means the default", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "", HOST: "" }, "/")).toEqual(readEnv({}, "/"));
});

test("localhost is read as the address of this machine", () => {
  expect(readEnv({ HOST: "localhost" }).host).toBe("127.0.0.1");
});

test("settings are read", () => {
  const env = readEnv(
    {
      PORT: "8080",
      HEDDLE_DATA_DIR: "/var/heddle",
      DATABASE_URL: "postgres://me:secret@db:5432/heddle",
      HEDDLE_SAMPLES: "off",
      HEDDLE_ALLOWED_HOSTS: "Intranet:8080, 10.0.0.5,[::1]:9000",
      HEDDLE_LOG: "debug",
    },
    "/",
  );
  expect(env).toMatchObject({ port: 8080, dataDir: "/var/heddle", samples: false, logLevel: "debug" });
  expect(env.databaseUrl).toBe("postgres://me:secret@db:5432/heddle");
  expect([...env.allowedHosts]).toEqual(["intranet:8080", "10.0.0.5", "[::1]:9000"]);
});

test.each([
  ["PORT", "eighty"],
  ["PORT", "0"],
  ["PORT", "65536"],
  ["PORT", "3e3"],
  ["HOST", "0.0.0.0"],
  ["HOST", "::"],
  ["HOST", "example.com"],
  ["HEDDLE_DATA_DIR", " "],
  ["DATABASE_URL", "mysql://localhost/heddle"],
  ["DATABASE_URL", "heddle"],
  ["REDIS_URL", "http://localhost:6379"],
  ["REDIS_URL", "localhost:6379"],
  ["HEDDLE_ROLES", "web,everything"],
  ["HEDDLE_ROLES", ","],
  ["HEDDLE_SECRET", "abc"],
  ["HEDDLE_SAMPLES", "maybe"],
  ["HEDDLE_ALLOWED_HOSTS", "http://intranet"],
  ["HEDDLE_LOG", "loud"],
])("a wrong setting is refused with a sentence that names it: %s=%s", (name, text) => {
  expect(() => readEnv({ [name]: text })).toThrow(SettingError);
  expect(() => readEnv({ [name]: text })).toThrow(new RegExp(`^${name} must `));
});

test("roles are read in any order, with spaces", () => {
  const shared = { DATABASE_URL: "postgres://db/heddle", REDIS_URL: "redis://cache:6379/1" };
  const env = readEnv({ ...shared, HEDDLE_ROLES: " Worker, web " });
  expect(env.roles).toEqual(new Set(["web", "worker"]));
  expect(env.redisUrl).toBe("redis://cache:6379/1");
});

test.each([
  [{ HEDDLE_ROLES: "worker", DATABASE_URL: "postgres://db/heddle" }, /^HEDDLE_ROLES=worker .* Set REDIS_URL/],
  [{ HEDDLE_ROLES: "web,collab", REDIS_URL: "redis://cache" }, /^HEDDLE_ROLES=web,collab .* Set DATABASE_URL/],
])("a process that leaves work to others and could never meet them does not start: %o", (raw, sentence) => {
  expect(() => readEnv(raw)).toThrow(SettingError);
  expect(() => readEnv(raw)).toThrow(sentence);
});

test("r22 no setting makes the server listen beyond this machine", () => {
  expect(() => readEnv({ HOST: "0.0.0.0" })).toThrow("until people can sign in");
});

test("a refusal does not repeat the value, which may hold a password", () => {
  expect(() => readEnv({ DATABASE_URL: "mysql://root:hunter2@db" })).toThrow(/^(?!.*hunter2)/);
});
