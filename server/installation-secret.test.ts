import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { derivedSecret, installationSecret } from "./installation-secret.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "heddle-secret-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("the secret is made once, for its owner alone", async () => {
  const first = await installationSecret(folder);
  expect(first).toHaveLength(32);
  expect(await installationSecret(folder)).toEqual(first);
  expect((await stat(path.join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
});

test("two first starts at once get the same secret", async () => {
  const secrets = await Promise.all([installationSecret(folder), installationSecret(folder)]);
  expect(secrets[0]).toEqual(secrets[1]);
});

test("a damaged secret stops the start instead of being replaced", async () => {
  const file = path.join(folder, "secret.key");
  await writeFile(file, "oops");
  await expect(installationSecret(folder)).rejects.toThrow("is damaged");
  expect(await readFile(file, "utf8")).toBe("oops");
});

test("a data folder that cannot be made stops the start with a sentence", async () => {
  await writeFile(path.join(folder, "taken"), "");
  await expect(installationSecret(path.join(folder, "taken", "data"))).rejects.toThrow(/cannot be (written to|read)/);
});

test("secrets for different purposes have nothing in common", async () => {
  const secret = await installationSecret(folder);
  expect(derivedSecret(secret, "a")).not.toBe(derivedSecret(secret, "b"));
  expect(derivedSecret(secret, "a")).toMatch(/^[0-9a-f]{64}$/);
});
