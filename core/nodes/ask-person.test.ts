import { expect, it } from "vitest";
import { parseConfig } from "../node-kit/parse-config.ts";
import { askPerson } from "./ask-person.ts";
import { emitted, failed, runNode, testNow } from "./testing/run-node.ts";

const title = "Approve order 7";
const done = (choice: string | null) => [{ ok: true, value: { choice, values: { why: "ok" }, by: "Ann" } }] as const;

it("asks with title, people, fields and buttons, and when it is due", () => {
  const fields = [{ name: "why", label: "", kind: "text", required: true, choices: "" }];
  const config = { title, who: " ann@x.ch, Ben;ann@x.ch,", fields, limit: "for", amount: 3, description: "**Now**" };
  expect(runNode(askPerson, { config, results: done("Approve") }).effects).toEqual([
    {
      kind: "task",
      request: {
        title,
        description: "**Now**",
        assignees: ["ann@x.ch", "Ben"],
        fields,
        choices: ["Approve", "Reject"],
        dueMs: testNow + 3 * 86_400_000,
      },
    },
  ]);
});

it("goes on at the port of the button that was pressed, or of lateness", () => {
  const config = { title, limit: "for" };
  expect(emitted(askPerson, { config, results: done("Reject") }, "choice2")).toMatchObject({
    choice: "Reject",
    by: "Ann",
  });
  expect(emitted(askPerson, { config, results: done(null) }, "timeout")).toMatchObject({ choice: null });
});

it("does not compile with two equal buttons or none, and asks 50 people by name at most", () => {
  const issuesOf = (choices: readonly { label: string }[]) => parseConfig(askPerson, { title, choices }).issues;
  expect(issuesOf([{ label: "Yes" }, { label: "Yes " }])[0]?.message).toContain("Two buttons have the same text");
  expect(issuesOf([])[0]?.message).toContain("at least one button");
  expect(issuesOf([{ label: "Yes" }, { label: "No" }])).toEqual([]);
  const who = Array.from({ length: 51 }, (_, at) => `p${at}`).join(",");
  expect(failed(askPerson, { config: { title, who } })).toMatch(/^config: A task can be given to 50 people/);
});
