import { expect, test } from "vitest";
import { mayDoTask } from "./may-do-task.ts";

const editor = { role: "editor", name: "Ann" } as const;

test("a task that names nobody may be done by everybody with the right", () => {
  expect(mayDoTask(editor, [])).toBe(true);
  expect(mayDoTask({ role: "operator", name: "Ben" }, [])).toBe(true);
  expect(mayDoTask({ role: "viewer", name: "Ann" }, [])).toBe(false);
});

test("a task that names people may be done by them and by who rules the workspace", () => {
  expect(mayDoTask(editor, ["ben", " ANN "])).toBe(true);
  expect(mayDoTask(editor, ["Ben"])).toBe(false);
  expect(mayDoTask({ role: "viewer", name: "Ann" }, ["Ann"])).toBe(false);
  expect(mayDoTask({ role: "owner", name: "Eve" }, ["Ben"])).toBe(true);
});
