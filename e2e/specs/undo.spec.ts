import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";
import type { EditorPage } from "../pages/editor-page.ts";

const row: Sketch = {
  steps: { start: { type: "manual" }, middle: { type: "no-op" }, end: { type: "no-op" } },
  edges: ["start > middle", "middle > end"],
};
const loose: Sketch = { steps: { start: { type: "manual" }, end: { type: "no-op" } } };

type Edit = {
  /** Completes "undo and redo of …". */
  readonly name: string;
  readonly sketch: Sketch;
  readonly act: (editor: EditorPage) => Promise<void>;
  /** What the act brings to the screen. */
  readonly seen: (editor: EditorPage) => Promise<void>;
  /** What is there without it. */
  readonly gone: (editor: EditorPage) => Promise<void>;
};

const edits: readonly Edit[] = [
  {
    name: "adding a step",
    sketch: row,
    act: async (editor) => {
      await editor.select("End");
      await editor.addStepByKeyboard("limit");
    },
    seen: async (editor) => {
      await expect(editor.step("Limit")).toBeVisible();
      await expect(editor.edges).toHaveCount(3);
    },
    gone: async (editor) => {
      await expect(editor.step("Limit")).toHaveCount(0);
      await expect(editor.edges).toHaveCount(2);
    },
  },
  {
    name: "connecting two steps",
    sketch: loose,
    act: (editor) => editor.connect("Start", "End"),
    seen: (editor) => expect(editor.edges).toHaveCount(1),
    gone: (editor) => expect(editor.edges).toHaveCount(0),
  },
  {
    name: "moving a step",
    sketch: row,
    act: (editor) => editor.drag(editor.grip("End"), { by: [0, 120] }),
    seen: (editor) => expect.poll(() => editor.canvasY("End")).toBeGreaterThan(80),
    gone: (editor) => expect.poll(() => editor.canvasY("End")).toBe(0),
  },
  {
    name: "changing a setting",
    sketch: { steps: { start: { type: "manual" }, limit: { type: "limit" } }, edges: ["start > limit"] },
    act: async (editor) => {
      await editor.select("Limit");
      await editor.typeFormula("List", "[7, 8, 9]");
    },
    seen: async (editor) => {
      await editor.select("Limit");
      await expect(editor.formula("List")).toHaveText("[7, 8, 9]");
    },
    gone: async (editor) => {
      await editor.select("Limit");
      await expect(editor.formula("List")).toHaveText("input");
    },
  },
  {
    name: "renaming a step",
    sketch: row,
    act: async (editor) => {
      await editor.select("Middle");
      await editor.press("F2");
      const field = editor.canvas.getByRole("textbox", { name: "Step title" });
      await field.fill("In between");
      await field.press("Enter");
    },
    seen: (editor) => expect(editor.step("In between")).toBeVisible(),
    gone: (editor) => expect(editor.step("Middle")).toBeVisible(),
  },
  {
    name: "disabling a step",
    sketch: row,
    act: async (editor) => {
      await editor.select("Middle");
      await editor.press("d");
    },
    seen: (editor) => expect(editor.step("Middle").getByRole("img", { name: /^Disabled/ })).toBeVisible(),
    gone: (editor) => expect(editor.step("Middle").getByRole("img", { name: /^Disabled/ })).toHaveCount(0),
  },
  {
    name: "deleting a step",
    sketch: row,
    act: async (editor) => {
      await editor.select("Middle");
      await editor.press("Delete");
    },
    seen: async (editor) => {
      await expect(editor.step("Middle")).toHaveCount(0);
      await expect(editor.edges).toHaveCount(0);
    },
    gone: async (editor) => {
      await expect(editor.step("Middle")).toBeVisible();
      await expect(editor.edges).toHaveCount(2);
    },
  },
  {
    name: "deleting a step and reconnecting what it stood between",
    sketch: row,
    act: async (editor) => {
      await editor.select("Middle");
      await editor.press("ControlOrMeta+Backspace");
    },
    seen: async (editor) => {
      await expect(editor.step("Middle")).toHaveCount(0);
      await expect(editor.edges).toHaveCount(1);
    },
    gone: async (editor) => {
      await expect(editor.step("Middle")).toBeVisible();
      await expect(editor.edges).toHaveCount(2);
    },
  },
  {
    name: "pasting steps",
    sketch: row,
    act: async (editor) => {
      await editor.press("ControlOrMeta+a");
      await editor.press("ControlOrMeta+c");
      await editor.press("ControlOrMeta+v");
    },
    seen: async (editor) => {
      await expect(editor.steps).toHaveCount(6);
      await expect(editor.edges).toHaveCount(4);
    },
    gone: async (editor) => {
      await expect(editor.steps).toHaveCount(3);
      await expect(editor.edges).toHaveCount(2);
    },
  },
  {
    name: "adding a note",
    sketch: row,
    act: async (editor) => {
      await editor.press("Shift+N");
      await editor.page.keyboard.press("Escape");
    },
    seen: (editor) => expect(editor.notes).toHaveCount(1),
    gone: (editor) => expect(editor.notes).toHaveCount(0),
  },
  {
    name: "laying out all steps",
    sketch: {
      steps: {
        start: { type: "manual", x: 0 },
        middle: { type: "no-op", x: 0, y: 200 },
        end: { type: "no-op", x: 0, y: 400 },
      },
      edges: ["start > middle", "middle > end"],
    },
    act: (editor) => editor.press("Shift+L"),
    seen: (editor) => expect.poll(() => editor.canvasY("End")).toBe(0),
    gone: (editor) => expect.poll(() => editor.canvasY("End")).toBe(400),
  },
  {
    name: "dragging two steps into a container",
    sketch: {
      steps: {
        start: { type: "manual", x: 0, y: 0 },
        every_row: { type: "each", x: 400, y: 0, config: { list: { $expr: "[1]" } } },
        first: { type: "no-op", x: 0, y: 240 },
        second: { type: "no-op", x: 40, y: 320 },
      },
      edges: ["start > every_row"],
    },
    act: async (editor) => {
      await editor.select("First");
      await editor.page.keyboard.down("Shift");
      await editor.grip("Second").click();
      await editor.page.keyboard.up("Shift");
      await expect(editor.selected).toHaveCount(2);
      const { x, y } = await editor.shiftBetween(editor.step("First"), editor.container("Every row"));
      await editor.drag(editor.grip("First"), { by: [x + 30, y + 60] });
    },
    seen: async (editor) => {
      await expect(editor.container("Every row").getByText("Add a step, or drop steps here")).toHaveCount(0);
    },
    gone: async (editor) => {
      await expect(editor.container("Every row").getByText("Add a step, or drop steps here")).toBeVisible();
    },
  },
];

for (const { name, sketch, act, seen, gone } of edits) {
  test(`undo takes back ${name} to the last letter, and redo does it again`, async ({ editor, draw, api }) => {
    const workflowId = await draw(sketch);
    const before = await api.exported(workflowId);
    await editor.open(workflowId);
    await editor.fit();
    await gone(editor);
    await act(editor);
    await seen(editor);
    await expect.poll(() => api.exported(workflowId)).not.toBe(before);
    await editor.isSaved();
    const after = await api.exported(workflowId);

    await editor.press("ControlOrMeta+z");
    await gone(editor);
    await expect.poll(() => api.exported(workflowId)).toBe(before);
    await editor.press("ControlOrMeta+Shift+z");
    await seen(editor);
    await expect.poll(() => api.exported(workflowId)).toBe(after);
  });
}

test("undo leaves alone what the other person did meanwhile", async ({ editor, otherEditor, draw }) => {
  const workflowId = await draw(row);
  await editor.open(workflowId);
  await otherEditor.open(workflowId);
  await editor.select("Middle");
  await editor.press("d");
  await otherEditor.select("End");
  await otherEditor.addStepByKeyboard("limit");
  await expect(editor.step("Limit")).toBeVisible();
  await editor.press("ControlOrMeta+z");
  await expect(editor.step("Middle").getByRole("img", { name: /^Disabled/ })).toHaveCount(0);
  await expect(editor.step("Limit")).toBeVisible();
  await expect(editor.page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
});
