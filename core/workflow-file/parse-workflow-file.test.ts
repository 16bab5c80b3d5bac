import { describe, expect, it } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { parseWorkflowFile } from "./parse-workflow-file.ts";
import { writeWorkflowFile } from "./write-workflow-file.ts";

const good = writeWorkflowFile(graphOf("trigger > a > b"));

function errorsOf(text: string): readonly string[] {
  const parsed = parseWorkflowFile(text);
  return parsed.ok ? [] : parsed.errors;
}

describe("parseWorkflowFile", () => {
  it("reads what was written", () => {
    expect(errorsOf(good)).toEqual([]);
  });

  it("names the place of everything that is wrong", () => {
    const errors = errorsOf(
      good
        .replace('"version": 1,\n      "x": 260', '"version": "one",\n      "x": 260')
        .replace('"key": "b"', '"kee": "b"'),
    );
    expect(errors[0]).toMatch(/^nodes\[1\]\.version: /);
    expect(errors).toContain("nodes[2].kee: this name is not known. Did you mean key?");
  });

  it("names the setting whose formula is malformed", () => {
    const errors = errorsOf(good.replace('"config": {}', '"config": { "rows": [{ "value": { "$expr": 1 } }] }'));
    expect(errors).toEqual(['nodes[0].config.rows[0].value: a formula is written { "$expr": "…" } and nothing else.']);
  });

  it("takes what a step does about failures and the settings of the workflow, and judges them as it does settings", () => {
    const graph = graphOf("trigger > a", { nodes: { a: { handling: { attempts: 3 } } } });
    const file = writeWorkflowFile({ ...graph, settings: { concurrency: 1 } });
    expect(parseWorkflowFile(file)).toMatchObject({ ok: true, graph: { settings: { concurrency: 1 } } });
    expect(errorsOf(file.replace('"handling"', '"handlng"'))).toEqual([
      "nodes[1].handlng: this name is not known. Did you mean handling?",
    ]);
    expect(errorsOf(file.replace('"attempts": 3', '"fallback": { "$expr": 1 }'))).toEqual([
      'nodes[1].handling.fallback: a formula is written { "$expr": "…" } and nothing else.',
    ]);
    expect(errorsOf(file.replace('"concurrency": 1', '"dedupeKey": { "$expr": 1 }'))[0]).toMatch(
      /^settings\.dedupeKey: /,
    );
    expect(errorsOf(file.replace(/"settings": \{[^}]*\}/, '"settings": 5'))[0]).toMatch(/^settings: .*object/);
  });

  it("says the line and column where the text stops being JSON", () => {
    expect(errorsOf('{\n  "format": oops }')[0]).toMatch(/^This file is not JSON\. Line 2, column 13: /);
    expect(errorsOf("")[0]).toMatch(/Line 1, column 1: the text is empty/);
  });

  it("refuses other formats and newer versions before anything else", () => {
    expect(errorsOf("[]")[0]).toMatch(/^format: /);
    expect(errorsOf(good.replace('"version": 1', '"version": 2'))[0]).toMatch(/^version: .*newer Heddle/);
  });

  it("refuses connections and containers that lead nowhere, and ids used twice", () => {
    expect(errorsOf(good.replace('"to": "n_a000.in"', '"to": "n_gone.in"'))).toEqual([
      "edges[0].to: there is no step n_gone.",
    ]);
    expect(errorsOf(good.replace('"id": "n_a000"', '"id": "n_b000"')).join()).toContain("n_b000 is there twice.");
    expect(errorsOf(good.replace('"config": {}', '"parent": "n_gone", "config": {}'))).toEqual([
      "nodes[0].parent: there is no step n_gone.",
    ]);
  });

  it("refuses a file that is larger than a workflow can be", () => {
    expect(errorsOf(" ".repeat(3_000_000))[0]).toMatch(/larger than a workflow can be/);
  });

  it("r16 says how many steps a workflow may have", () => {
    const file = JSON.parse(good) as { nodes: { id: string }[] };
    const [first] = file.nodes;
    for (let index = 0; index < 2_000; index++) file.nodes.push({ ...first, id: `n_more${10_000 + index}` });
    expect(errorsOf(JSON.stringify(file))).toEqual([
      "nodes: a workflow may have at most 2000 steps. Split it into several.",
    ]);
  });

  it("r16 refuses titles, descriptions and names over their caps", () => {
    const long = "x".repeat(100_000);
    expect(errorsOf(JSON.stringify({ ...JSON.parse(good), title: long }))).toEqual([
      "title: this may have at most 200 letters. Shorten it.",
    ]);
    expect(errorsOf(JSON.stringify({ ...JSON.parse(good), description: long }))[0]).toMatch(/^description: .* 2000 /);
    expect(errorsOf(good.replace('"key": "a"', `"key": "${long}"`))[0]).toMatch(/^nodes\[\d\]\.key: .* 64 letters/);
  });

  it("r19 refuses names that reach the prototype, wherever they are", () => {
    const attack = good.replace('"config": {}', '"config": { "a": [{ "__proto__": { "x": 1 } }] }');
    expect(attack).toContain("__proto__");
    expect(errorsOf(attack)).toEqual(['nodes[0].config.a[0]: the name "__proto__" is not allowed.']);
    expect(errorsOf(good.replace('"config": {}', '"config": { "constructor": 1 }'))).toHaveLength(1);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
