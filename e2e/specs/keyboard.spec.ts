import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

/** Nothing in here moves or presses a mouse. */
const branches: Sketch = {
  steps: {
    start: { type: "manual" },
    check: { type: "if", config: { condition: { $expr: "true" } } },
    yes: { type: "no-op", x: 640, y: -80 },
    no: { type: "no-op", x: 640, y: 80 },
  },
  edges: ["start > check", "check.true > yes", "check.false > no"],
};
const row: Sketch = {
  steps: { start: { type: "manual" }, middle: { type: "no-op" }, end: { type: "no-op" } },
  edges: ["start > middle", "middle > end"],
};

test("a workflow is built, connected, disconnected and moved with keys alone", async ({ page, editor, draw, api }) => {
  const { keyboard } = page;
  const workflowId = await draw({ steps: {} });
  await editor.open(workflowId);
  await editor.addStepByKeyboard("webhook");
  await editor.addStepByKeyboard("group");
  await editor.isJoined("Webhook", "Group and summarise");

  // Without a selection a step stands alone until it is connected.
  await editor.press("Escape");
  await editor.addStepByKeyboard("sort");
  await expect(editor.edges).toHaveCount(1);
  await editor.press("Escape");
  await editor.command("go to group");
  await editor.press("Shift+C");
  const targets = page.getByRole("combobox", { name: "Search steps to connect to" });
  await keyboard.type("sor");
  await expect(page.getByRole("option", { name: "Sort" })).toHaveAttribute("aria-selected", "true");
  await targets.press("Enter");
  await editor.isJoined("Group and summarise", "Sort");
  await expect(editor.canvas).toBeFocused();

  await keyboard.press("Alt+ArrowRight");
  await expect(editor.selectedEdges).toHaveCount(1);
  await expect(editor.spokenSelection).toHaveText("Connection from Group and summarise to Sort selected");
  await keyboard.press("Delete");
  await expect(editor.edges).toHaveCount(1);
  await expect(editor.spokenSelection).toHaveText("Group and summarise selected");
  await keyboard.press("ControlOrMeta+z");
  await editor.isJoined("Group and summarise", "Sort");

  const before = await editor.canvasY("Group and summarise");
  await keyboard.press("ControlOrMeta+ArrowDown");
  await expect.poll(() => editor.canvasY("Group and summarise")).toBeGreaterThan(before);
  await editor.isSaved();
  expect(JSON.parse(await api.exported(workflowId)).edges).toHaveLength(2);
});

test("Mod+Enter runs the draft while a tab below the canvas has the focus", async ({ page, editor, draw }) => {
  const { keyboard } = page;
  await editor.open(await draw(row));
  await editor.canvas.focus();
  await keyboard.press("F6");
  const tabs = page.getByRole("tablist", { name: "Below the canvas" });
  await expect(tabs.getByRole("tab", { name: "Problems" })).toBeFocused();
  await keyboard.press("ArrowRight");
  await expect(tabs.getByRole("tab", { name: "Run log" })).toBeFocused();
  await keyboard.press("ControlOrMeta+Enter");
  await editor.status("End", "succeeded");
});

test("Alt and arrows walk along connections, up and down go between branches", async ({ page, editor, draw }) => {
  const { keyboard } = page;
  await editor.open(await draw(branches));
  await editor.canvas.focus();
  await keyboard.press("ArrowRight");
  await expect(editor.spokenSelection).toHaveText("Start selected");
  await keyboard.press("Alt+ArrowRight");
  await expect(editor.spokenSelection).toHaveText("Connection from Start to Check selected");
  await keyboard.press("Alt+ArrowRight");
  await expect(editor.spokenSelection).toHaveText("Check selected");
  await keyboard.press("Alt+ArrowRight");
  await expect(editor.spokenSelection).toHaveText(/^Connection from Check .* to Yes selected$/);
  await keyboard.press("ArrowDown");
  await expect(editor.spokenSelection).toHaveText(/^Connection from Check .* to No selected$/);
  await keyboard.press("ArrowRight");
  await expect(editor.spokenSelection).toHaveText("No selected");
  await keyboard.press("Alt+ArrowRight");
  await expect(editor.spokenSelection).toHaveText("No selected");
  await keyboard.press("Alt+ArrowLeft");
  await keyboard.press("Alt+ArrowLeft");
  await expect(editor.spokenSelection).toHaveText("Check selected");
});

test("Tab on a selected connection puts a step into it", async ({ page, editor, draw }) => {
  await editor.open(await draw(row));
  await editor.canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(editor.selectedEdges).toHaveCount(1);
  await editor.addStepByKeyboard("limit");
  await editor.isJoined("Start", "Limit");
  await editor.isJoined("Limit", "Middle");
  await expect(editor.edges).toHaveCount(3);
});

test("a step is connected from the command palette, and undo takes the connection back", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw({ ...branches, edges: ["start > check"] }));
  await editor.command("go to check");
  await editor.command("connect to");
  await expect(page.getByRole("combobox", { name: "Search steps to connect to" })).toBeFocused();
  await page.keyboard.type("false yes");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await editor.isJoined("Check", "Yes");
  await expect(editor.canvas.getByText("Check connected to Yes")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.edges).toHaveCount(1);
});

test("a note is reached, moved and deleted by keys", async ({ page, editor, draw, api }) => {
  const workflowId = await draw(row);
  const noteY = async () => (JSON.parse(await api.exported(workflowId)) as { notes: { y: number }[] }).notes[0]?.y ?? 0;
  await editor.open(workflowId);
  await editor.press("Shift+N");
  await page.keyboard.type("Mind the loom");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(editor.spokenSelection).toHaveText("");
  await page.keyboard.press("n");
  await expect(editor.spokenSelection).toHaveText("Note Mind the loom selected");
  await editor.isSaved();
  const before = await noteY();
  await page.keyboard.press("ControlOrMeta+ArrowDown");
  await expect.poll(noteY).toBeGreaterThan(before);
  await page.keyboard.press("Delete");
  await expect(editor.notes).toHaveCount(0);
});

test("a container gets its first step by keys", async ({ page, editor, draw }) => {
  await editor.open(
    await draw({ steps: { start: { type: "manual" }, every_row: { type: "each" } }, edges: ["start > every_row"] }),
  );
  await editor.canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(editor.spokenSelection).toHaveText("Every row selected");
  await page.keyboard.press("Shift+A");
  await editor.picker.fill("sort");
  await editor.picker.press("Enter");
  await expect(editor.step("Sort")).toBeVisible();
  await expect(editor.container("Every row").getByText("Steps in here run once for each item")).toHaveCount(0);
});

test("the enlarged step is tested with Mod+Shift+Enter, and Escape leads back to the canvas", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw(row);
  await api.start(workflowId, { total: 4 });
  await api.runEnds(workflowId, "succeeded");
  await editor.open(workflowId);
  await editor.canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const wide = page.getByRole("dialog", { name: "Middle" });
  await expect(wide).toBeVisible();
  const tested = page.waitForResponse((response) => response.url().includes("steps.test"));
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  expect((await tested).status()).toBe(200);
  await page.keyboard.press("Escape");
  await expect(wide).toBeHidden();
  await expect(editor.canvas).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(editor.spokenSelection).toHaveText("End selected");
});

test("after tidying up and after its undo every step is in view", async ({ page, editor, draw }) => {
  await editor.open(
    await draw({
      steps: {
        start: { type: "manual" },
        far: { type: "no-op", x: 0, y: 2_400 },
        farther: { type: "no-op", x: 0, y: 4_800 },
      },
      edges: ["start > far", "far > farther"],
    }),
  );
  await editor.press("Shift+L");
  await expect.poll(() => editor.canvasY("Farther")).toBe(0);
  await expect(editor.step("Farther")).toBeInViewport({ ratio: 0.99 });
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.canvasY("Farther")).toBe(4_800);
  for (const title of ["Start", "Far", "Farther"]) await expect(editor.step(title)).toBeInViewport({ ratio: 0.99 });
});

test("the list of steps to connect to and a selected connection pass axe, light and dark", async ({
  page,
  editor,
  draw,
  checkAccessibility,
}) => {
  await editor.open(await draw({ ...branches, edges: ["start > check"] }));
  await editor.canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+C");
  await expect(page.getByRole("option")).toHaveCount(4);
  await checkAccessibility();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(editor.inspector.getByRole("heading", { name: "Connection" })).toBeVisible();
  await checkAccessibility();
});
