import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseSecret, clusterSpace, derivedSecret, installationSecret } from "./installation-secret.ts";

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

test("a data folder below another that is missing is made", async () => {
  const deep = path.join(folder, "not", "there", "yet");
  expect(await installationSecret(deep)).toEqual(await installationSecret(deep));
});

test("a data folder that is a file, or below one, stops the start with a sentence that says so", async () => {
  const file = path.join(folder, "taken");
  await writeFile(file, "");
  await expect(installationSecret(file)).rejects.toThrow("taken is not a folder");
  await expect(installationSecret(path.join(file, "data"))).rejects.toThrow("data is not a folder");
});

test.runIf(process.platform === "linux")(
  "a data folder where none can be made stops the start with a sentence, at once",
  async () => {
    await expect(installationSecret("/proc/nope")).rejects.toThrow("The data folder /proc/nope cannot be made.");
    await expect(installationSecret("/proc/nope/deep")).rejects.toThrow("cannot be made.");
  },
);

test("secrets for different purposes have nothing in common", async () => {
  const secret = await installationSecret(folder);
  expect(derivedSecret(secret, "a")).not.toBe(derivedSecret(secret, "b"));
  expect(derivedSecret(secret, "a")).toMatch(/^[0-9a-f]{64}$/);
});

test("a secret from the settings is used as it is, and nothing is written", async () => {
  const given = "5".repeat(64);
  expect((await chooseSecret(folder, given)).toString("hex")).toBe(given);
  await expect(readFile(path.join(folder, "secret.key"))).rejects.toThrow("ENOENT");
});

test("a secret from the settings that is not the one of the data folder is refused: hook addresses hang on it", async () => {
  const kept = await installationSecret(folder);
  expect(await chooseSecret(folder, kept.toString("hex"))).toEqual(kept);
  await expect(chooseSecret(folder, "5".repeat(64))).rejects.toThrow("is another one than that in");
});

test("installations that share a Redis keep apart, and its names tell nothing of their secrets", async () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  expect(clusterSpace(one)).not.toBe(clusterSpace(two));
  expect(clusterSpace(one)).not.toContain(one.toString("hex").slice(0, 8));
});
