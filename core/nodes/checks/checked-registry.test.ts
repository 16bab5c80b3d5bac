import { expect, it, test } from "vitest";
import { compile } from "../../compile/compile.ts";
import { graphOf } from "../../graph/graph-of.ts";
import type { JsonObject } from "../../json/json.ts";
import { nodeRegistry } from "../registry.ts";
import { checkedRegistry } from "./checked-registry.ts";

it("knows the same types as pages do", () => {
  expect([...checkedRegistry.keys()]).toEqual([...nodeRegistry.keys()]);
});

test.each<[JsonObject, string]>([
  [{ every: "cron", cron: "0 0 31 2 *" }, "cron: “Cron line”: There is no such day, so this never happens"],
  [{ every: "cron", cron: "every day" }, "cron: “Cron line”: This needs five fields"],
  [{ zone: "Mars/Base" }, "zone: “Time zone”: There is no such time zone"],
])("a schedule with %j does not compile: %s", (config, said) => {
  const graph = graphOf("schedule > no_op", { types: checkedRegistry, nodes: { schedule: { config } } });
  const { plan, problems } = compile(graph, checkedRegistry);
  expect(plan).toBeNull();
  expect(problems.map(({ field, message }) => `${field}: ${message}`)).toEqual([expect.stringContaining(said)]);
});

it("a cron line that is not used may be anything", () => {
  const nodes = { schedule: { config: { every: "day", cron: "never" } } };
  const { plan } = compile(graphOf("schedule > no_op", { types: checkedRegistry, nodes }), checkedRegistry);
  expect(plan?.nodes).toHaveLength(2);
});
