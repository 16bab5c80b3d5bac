import type { NodeSketch } from "../../graph/graph-of.ts";
import type { Case } from "./drawing-cases.ts";

const script = (source: string): Readonly<Record<string, NodeSketch>> => ({ script: { config: { source } } });

/** Steps with a script. */
export const scriptCases: Readonly<Record<string, Case>> = {
  "a script": { draw: "trigger > script", nodes: script("const a = await input;\nreturn { a };"), finds: [] },
  "a script that cannot be read": {
    draw: "trigger > script",
    nodes: script("return (;"),
    finds: ["script-invalid script.source"],
  },
  "a script that wants to be a module": {
    draw: "trigger > script",
    nodes: script("import fs from 'fs';"),
    finds: ["script-invalid script.source"],
  },
  "a script that leaves its function": {
    draw: "trigger > script",
    nodes: script("})()}); 1; (function(){return(async()=>{"),
    finds: ["script-invalid script.source"],
  },
  "a formula in the place of a script": {
    draw: "trigger > script",
    nodes: { script: { config: { source: { $expr: "'return 1'" } } } },
    finds: ["config-invalid script.source"],
  },
};
