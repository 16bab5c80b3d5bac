import { spawnSync } from "node:child_process";

/**
 * `npm run test:soak`: the long form of what `npm test` does briefly. Property tests draw other cases than the gate's,
 * proofs try everything they can think of. `npm run test:soak -- engine` runs one part; a failure of a property prints
 * the seed that found it.
 */
const parts: Readonly<Record<string, readonly (readonly string[])[]>> = {
  properties: [["--project", "unit", "--project", "database"]],
  engine: [
    ["--project", "unit", "core/schedule"],
    ["--project", "fault", "server/run", "server/jail", "server/triggers", "server/effects"],
  ],
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown) {
  process.stdout.write(`There is no part “${unknown}”. Parts: ${Object.keys(parts).join(", ")}.\n`);
  process.exit(1);
}

const failed = Object.entries(parts)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .flatMap(([name, runs]) => runs.map((args) => ({ name, args })))
  .filter(({ args }) => {
    const env = { ...process.env, HEDDLE_TEST_SEED: "any", HEDDLE_PROOFS: "long" };
    return spawnSync("vitest", ["run", "--testTimeout=900000", ...args], { stdio: "inherit", env }).status !== 0;
  });
process.stdout.write(
  failed.length > 0 ? `\nFailed: ${failed.map(({ name }) => name).join(", ")}\n` : "\nAll passed.\n",
);
process.exitCode = failed.length > 0 ? 1 : 0;
