import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

/**
 * `npm test`: every check, one after the other, all of them even when one fails. Ends with `N passed, N failed`:
 * each test of the test runners counts, and each other check counts as one.
 */
type Check = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** File in which a test runner leaves its counts. */
  readonly results?: string;
};

const vitestResults = "test-results/vitest.json";
const playwrightResults = "test-results/results.json";

const checks: readonly Check[] = [
  { name: "lock file", command: ["node", "checks/lockfile.ts"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "import rules", command: ["node", "checks/import-rules.ts"] },
  { name: "dead code", command: ["knip"] },
  { name: "migrations in step with the schema", command: ["node", "db/check-migrations.ts"] },
  { name: "docs in step with the definitions", command: ["node", "docs/generate.ts", "--check"] },
  {
    name: "unit, property, database and fault tests",
    command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestResults}`],
    results: vitestResults,
  },
  { name: "production build", command: ["next", "build"] },
  { name: "browser tests", command: ["playwright", "test"], results: playwrightResults },
];

let passed = 0;
let failed = 0;
const failures: string[] = [];
const wanted = process.argv.slice(2);

for (const check of checks) {
  if (wanted.length > 0 && !wanted.some((word) => check.name.includes(word))) continue;
  process.stdout.write(`\n── ${check.name}\n`);
  if (check.results) rmSync(check.results, { force: true });
  const startedAt = performance.now();
  const code = await run(check.command);
  const counts = check.results ? countsOf(check.results) : { passed: 0, failed: 0 };
  const tested = counts.passed + counts.failed > 0;
  const ok = code === 0 && counts.failed === 0 && (tested || !check.results);
  if (check.results) passed += counts.passed;
  else if (ok) passed += 1;
  if (!ok) {
    failed += Math.max(1, counts.failed);
    failures.push(check.name);
  }
  process.stdout.write(
    `${ok ? "ok" : "FAILED"} ${check.name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`,
  );
}

if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(", ")}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function run([command, ...args]: readonly [string, ...string[]]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
    child.on("error", (error) => {
      process.stdout.write(`${error.message}\n`);
      resolve(1);
    });
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** Counts as the runner wrote them; none when it died before it could. */
function countsOf(file: string): { passed: number; failed: number } {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, "utf8")) as {
    numPassedTests?: number;
    numFailedTests?: number;
    stats?: { expected: number; unexpected: number; flaky: number };
  };
  if (report.stats) return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  return { passed: report.numPassedTests ?? 0, failed: report.numFailedTests ?? 0 };
}
