import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const pair: Sketch = {
  steps: { start: { type: "manual" }, end: { type: "no-op" } },
  edges: ["start > end"],
};

test("what one person draws appears in front of the other, both ways", async ({ editor, otherEditor, draw }) => {
  const workflowId = await draw(pair);
  await editor.open(workflowId);
  await otherEditor.open(workflowId);
  await editor.select("End");
  await editor.addStepByKeyboard("limit");
  await otherEditor.isJoined("End", "Limit");
  await otherEditor.select("Limit");
  await otherEditor.press("Delete");
  await expect(editor.step("Limit")).toHaveCount(0);
  await editor.rename("Drawn by two");
  await expect(otherEditor.page.getByRole("textbox", { name: "Workflow title" })).toHaveValue("Drawn by two");
});

test("letters that two people type into the same long text at once are all kept", async ({
  editor,
  otherEditor,
  draw,
}) => {
  const sentence = "The order was refused by the person who had to look at it, so ask them why.";
  const workflowId = await draw({
    steps: { start: { type: "manual" }, stop: { type: "stop-with-error", config: { message: sentence } } },
    edges: ["start > stop"],
  });
  await editor.open(workflowId);
  await otherEditor.open(workflowId);
  await editor.select("Stop");
  await otherEditor.select("Stop");
  await editor.formula("Message").click();
  await editor.page.keyboard.press("ControlOrMeta+Home");
  await otherEditor.formula("Message").click();
  await otherEditor.page.keyboard.press("ControlOrMeta+End");
  await Promise.all([
    editor.page.keyboard.type("before ", { delay: 20 }),
    otherEditor.page.keyboard.type(" after", { delay: 20 }),
  ]);
  await expect(editor.formula("Message")).toHaveText(`before ${sentence} after`);
  await expect(otherEditor.formula("Message")).toHaveText(`before ${sentence} after`);
});

test("each sees that the other is here, and that they have left", async ({ editor, otherEditor, draw }) => {
  const workflowId = await draw(pair);
  await editor.open(workflowId);
  await expect(editor.presence).toHaveCount(0);
  await otherEditor.open(workflowId);
  await expect(editor.presence.getByRole("listitem")).toHaveCount(1);
  await expect(otherEditor.presence.getByRole("listitem")).toHaveCount(1);
  await otherEditor.page.goto("/");
  await expect(editor.presence).toHaveCount(0);
});

test("what the pill calls saved is there after a reload", async ({ page, editor, draw, api }) => {
  const workflowId = await draw(pair);
  await editor.open(workflowId);
  await editor.select("End");
  await editor.addStepByKeyboard("limit");
  await editor.typeFormula("List", "[1, 2, 3]");
  await editor.rename("Kept");
  await editor.drag(editor.grip("Limit"), { by: [0, 80] });
  await expect.poll(() => editor.canvasY("Limit")).toBeGreaterThan(40);
  await editor.isSaved();
  const saved = await api.exported(workflowId);
  const y = await editor.canvasY("Limit");
  await page.reload();
  await editor.ready();
  await editor.isJoined("End", "Limit");
  expect(await editor.canvasY("Limit")).toBe(y);
  await expect(page.getByRole("textbox", { name: "Workflow title" })).toHaveValue("Kept");
  await editor.select("Limit");
  await expect(editor.formula("List")).toHaveText("[1, 2, 3]");
  expect(await api.exported(workflowId)).toBe(saved);
});

test("the address of a workflow that is not there says so and leads home", async ({ page }) => {
  await page.goto("/w/wf_00000000-0000-7000-8000-000000000000");
  await expect(page.getByText("This workflow cannot be opened")).toBeVisible();
  await page.getByRole("link", { name: "All workflows" }).click();
  await expect(page.getByRole("heading", { name: "Workflows" })).toBeVisible();
});
