import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const row: Sketch = {
  steps: {
    start: { type: "manual" },
    first: { type: "set-fields", config: { fields: [{ name: "n", value: { $expr: "1 + 1" } }] } },
    second: { type: "set-fields", config: { fields: [{ name: "m", value: { $expr: "input.n * 10" } }] } },
    end: { type: "no-op" },
  },
  edges: ["start > first", "first > second", "second > end"],
};

test("run to here ends with the step under the pointer, and run only this step runs no other", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw(row);
  await editor.open(workflowId);
  await editor.step("First").hover();
  await page.getByRole("button", { name: "Run to here" }).click();
  await editor.status("First", "succeeded");
  await expect(editor.step("Second").locator("[data-status]")).toHaveCount(0);
  await api.runEnds(workflowId, "succeeded");
  await editor.step("Second").hover();
  await page.getByRole("button", { name: "Run only this step" }).click();
  await expect.poll(async () => (await api.runs(workflowId)).length).toBe(2);
  await editor.status("Second", "succeeded");
  await api.runEnds(workflowId, "succeeded");
  const [newest] = await api.runs(workflowId);
  const { output } = await api.step(newest?.id ?? "", "second");
  expect(JSON.stringify(output)).toContain("20");
});

test("a step alone, of which nothing is known that could arrive, says what to do first", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(row));
  await editor.select("Second");
  await editor.press("r");
  await expect(page.getByText("Nothing is known of what arrives at “Second”.")).toBeVisible();
});
