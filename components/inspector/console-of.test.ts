import { expect, it } from "vitest";
import { failure } from "#core/failure.ts";
import { consoleOf } from "./console-of.ts";

const line = { level: "log", text: "a" } as const;

it("gives the lines of scripts that worked and of scripts that failed, in order", () => {
  const effects = [
    { kind: "code", summary: "", result: { ok: { value: 1, console: [line], ms: 1 } } },
    {
      kind: "code",
      summary: "",
      result: { failure: failure("script", "No.", { details: { line: 2, console: [line] } }) },
    },
  ];
  expect(consoleOf(effects)).toEqual([line, line]);
});

it("takes nothing for a line that is none", () => {
  const http = { kind: "http", summary: "", result: { ok: { console: [line] } } };
  const odd = [null, "… 3 more", { level: "loud", text: "a" }, { level: "log", text: 1 }];
  const strange = { kind: "code", summary: "", result: { ok: { value: 1, console: odd, ms: 1 } } };
  const failed = { kind: "code", summary: "", result: { failure: failure("timeout", "Late.") } };
  expect(consoleOf([http, strange, failed])).toEqual([]);
});
