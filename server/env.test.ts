import { expect, test } from "vitest";
import { readEnv, SettingError } from "./env.ts";

test("without any setting everything has a default that works on this machine alone", () => {
  expect(readEnv({}, "/srv/heddle")).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: "/srv/heddle/.heddle",
    databaseUrl: null,
    samples: true,
    allowedHosts: new Set(),
    codeMsMax: 30_000,
    codeMbMax: 256,
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
  ["HEDDLE_SAMPLES", "maybe"],
  ["HEDDLE_ALLOWED_HOSTS", "http://intranet"],
  ["HEDDLE_LOG", "loud"],
])("a wrong setting is refused with a sentence that names it: %s=%s", (name, text) => {
  expect(() => readEnv({ [name]: text })).toThrow(SettingError);
  expect(() => readEnv({ [name]: text })).toThrow(new RegExp(`^${name} must `));
});

test("r22 no setting makes the server listen beyond this machine", () => {
  expect(() => readEnv({ HOST: "0.0.0.0" })).toThrow("until people can sign in");
});

test("a refusal does not repeat the value, which may hold a password", () => {
  expect(() => readEnv({ DATABASE_URL: "mysql://root:hunter2@db" })).toThrow(/^(?!.*hunter2)/);
});
