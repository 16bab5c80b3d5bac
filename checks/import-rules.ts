import { execFileSync } from "node:child_process";

/** Runs the import rules and refuses a run that saw nothing: a cruiser without a parser reports green over no files. */
const roots = ["app", "components", "core", "server", "db", "e2e", "bench"];
const modulesMin = 100;

type Cruise = {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
};

const text = execFileSync("depcruise", ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...roots], {
  encoding: "utf8",
  maxBuffer: 256 * 1024 * 1024,
});
const { summary } = JSON.parse(text) as Cruise;
for (const violation of summary.violations) {
  process.stdout.write(`${violation.rule.name}: ${violation.from} imports ${violation.to}\n`);
}
process.stdout.write(`${summary.totalCruised} modules, ${summary.violations.length} violations\n`);
if (summary.totalCruised < modulesMin) {
  process.stdout.write(`Expected at least ${modulesMin} modules: the rules were not really checked.\n`);
  process.exitCode = 1;
}
if (summary.violations.length > 0) process.exitCode = 1;
