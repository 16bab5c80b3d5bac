import fc from "fast-check";
import { expect, it } from "vitest";
import { createDocument } from "../document/document.ts";
import { readGraph } from "../document/read-graph.ts";
import { graphArbitrary } from "../graph/testing/graph-arbitrary.ts";
import { parseWorkflowFile } from "./parse-workflow-file.ts";
import { writeWorkflowFile } from "./write-workflow-file.ts";

it("a workflow written to a file and read again is the same", () => {
  let nodes = 0;
  fc.assert(
    fc.property(graphArbitrary, (graph) => {
      nodes += graph.nodes.length;
      expect(parseWorkflowFile(writeWorkflowFile(graph))).toEqual({ ok: true, graph });
    }),
    { numRuns: 300 },
  );
  expect(nodes).toBeGreaterThan(300);
});

it("a workflow that went through a document, a file and another document is the same", () => {
  fc.assert(
    fc.property(graphArbitrary, (graph) => {
      const first = readGraph(createDocument(graph));
      const parsed = parseWorkflowFile(writeWorkflowFile(first));
      if (!parsed.ok) throw new Error(parsed.errors.join("\n"));
      expect(readGraph(createDocument(parsed.graph))).toEqual(first);
    }),
  );
});

it("reading never throws, whatever the text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseWorkflowFile(text).ok).toBe(false);
    }),
  );
});
