import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";
import type { EditorPage } from "../pages/editor-page.ts";

const row: Sketch = {
  steps: {
    start: { type: "manual" },
    first: { type: "no-op" },
    second: { type: "no-op" },
    end: { type: "no-op" },
  },
  edges: ["start > first", "first > second", "second > end"],
};
const boxed: Sketch = {
  steps: {
    start: { type: "manual" },
    box: { type: "each", title: "Loop", x: 320, y: -60, config: { list: { $expr: "[1, 2]" } } },
    inner: { type: "no-op", parent: "box", x: 40, y: 90 },
    last: { type: "no-op", parent: "box", x: 340, y: 90 },
    end: { type: "no-op", x: 1060 },
  },
  edges: ["start > box", "inner > last", "box > end"],
};

async function selectTwo(editor: EditorPage, one: string, two: string): Promise<void> {
  await editor.select(one);
  await editor.page.keyboard.down("Shift");
  await editor.step(two).click({ position: { x: 80, y: 20 } });
  await editor.page.keyboard.up("Shift");
  await expect(editor.selected).toHaveCount(2);
}

test("two steps are grouped into a box that stands in their place, and undo takes it back", async ({
  editor,
  draw,
}) => {
  await editor.open(await draw(row));
  await selectTwo(editor, "First", "Second");
  await editor.press("ControlOrMeta+Shift+g");
  await expect(editor.containers).toHaveCount(1);
  await editor.isJoined("Start", "For each");
  await editor.isJoined("For each", "End");
  await editor.isJoined("First", "Second");
  await expect(editor.container("For each").locator("[data-selected]")).toBeVisible();
  await editor.press("ControlOrMeta+z");
  await expect(editor.containers).toHaveCount(0);
  await expect(editor.edges).toHaveCount(3);
  await editor.isJoined("Start", "First");
  await editor.isJoined("Second", "End");
});

test("a box is dissolved from the menu: its steps are connected with what was around, and undo brings it back", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(boxed));
  await editor.boxGrip("Loop").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Ungroup" }).click();
  await expect(editor.containers).toHaveCount(0);
  await editor.isJoined("Start", "Inner");
  await editor.isJoined("Last", "End");
  await editor.press("ControlOrMeta+z");
  await expect(editor.containers).toHaveCount(1);
  await editor.isJoined("Start", "Loop");
  await editor.isJoined("Loop", "End");
});

test("a box is folded into a card that keeps its connections, and stays so after a reload", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(boxed));
  await editor.fold("Loop");
  await expect(editor.step("Inner")).toHaveCount(0);
  await expect(editor.container("Loop")).toContainText("2 steps");
  await editor.isJoined("Start", "Loop");
  await editor.isJoined("Loop", "End");
  await page.reload();
  await editor.ready();
  await expect(editor.container("Loop")).toContainText("2 steps");
  await editor.boxGrip("Loop").click();
  await editor.press("e");
  await expect(editor.step("Inner")).toBeVisible();
  await editor.isJoined("Inner", "Last");
});

test("going to a step in a folded box opens the box", async ({ editor, draw }) => {
  await editor.open(await draw(boxed));
  await editor.fold("Loop");
  await expect(editor.step("Last")).toHaveCount(0);
  await editor.command("go to last");
  await expect(editor.step("Last").locator("[data-selected]")).toBeVisible();
});

test("a problem inside of a folded box is told on its card, and jumping to it opens the box", async ({
  page,
  editor,
  draw,
}) => {
  const inner = {
    type: "set-fields",
    parent: "box",
    x: 40,
    y: 90,
    config: { fields: [{ name: "a", value: { $expr: "1 +" } }] },
  };
  await editor.open(await draw({ ...boxed, steps: { ...boxed.steps, inner } }));
  await editor.fold("Loop");
  await expect(editor.container("Loop").getByRole("img", { name: "1 problem inside" })).toBeVisible();
  await editor.openTab("Problems");
  await editor.problems.getByRole("button").first().click();
  await expect(editor.step("Inner").locator("[data-selected]")).toBeVisible();
  await expect(page.getByRole("button", { name: "Collapse Loop" })).toBeVisible();
});

test("a step dragged into a box is in it, with the box marked before the drop, and undo takes it out", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw({ ...boxed, steps: { ...boxed.steps, lone: { type: "no-op", x: 320, y: 300 } } }));
  const lone = await editor.boxOf(editor.step("Lone"));
  const inner = await editor.boxOf(editor.step("Inner"));
  await editor.hold(editor.grip("Lone"), { by: [inner.x - lone.x, inner.y + inner.height + 16 - lone.y] });
  await expect(editor.container("Loop").locator("[data-drop]")).toBeVisible();
  await expect(page.getByTestId("drop-hint")).toHaveText("Move into “Loop”");
  await page.mouse.up();
  await expect(page.getByTestId("drop-hint")).toHaveText("");
  await editor.fold("Loop");
  await expect(editor.container("Loop")).toContainText("3 steps");
  await editor.press("ControlOrMeta+z");
  await expect(editor.container("Loop")).toContainText("2 steps");
  await expect(editor.step("Lone")).toBeVisible();
});

test("a step dragged out of a box shows which connections it loses, and undo brings step and connections back", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(boxed));
  await editor.hold(editor.grip("Last"), { by: [0, 160] });
  await expect(page.getByTestId("drop-hint")).toHaveText("Move out of “Loop” · 1 connection is cut");
  await expect(editor.edges.locator("[data-cut]")).toHaveCount(1);
  await page.mouse.up();
  await expect(editor.edges).toHaveCount(2);
  await editor.fold("Loop");
  await expect(editor.container("Loop")).toContainText("1 step");
  await editor.unfold("Loop");
  await editor.press("ControlOrMeta+z");
  await expect(editor.edges).toHaveCount(3);
  await editor.isJoined("Inner", "Last");
});

test("two connected steps dragged out together stay connected", async ({ page, editor, draw }) => {
  await editor.open(await draw(boxed));
  await selectTwo(editor, "Inner", "Last");
  await editor.hold(editor.grip("Inner"), { by: [0, 200] });
  await expect(page.getByTestId("drop-hint")).toHaveText("Move out of “Loop”");
  await page.mouse.up();
  await editor.isJoined("Inner", "Last");
  await editor.fold("Loop");
  await expect(editor.container("Loop")).toContainText("0 steps");
});

test("by keys alone: into a box and out of it, a step moved out and back in, a box of another kind", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(boxed));
  await editor.boxGrip("Loop").click();
  await editor.press("Alt+ArrowDown");
  await expect(editor.spokenSelection).toHaveText("Inner selected");
  await editor.press("Shift+O");
  await expect(editor.edges).toHaveCount(2);
  await editor.press("Shift+I");
  await page.getByRole("combobox", { name: "Search boxes" }).fill("loop");
  await page.keyboard.press("Enter");
  await editor.press("Alt+ArrowUp");
  await expect(editor.spokenSelection).toHaveText("Loop selected");
  await editor.press("e");
  await expect(editor.container("Loop")).toContainText("2 steps");
  await editor.press("Alt+g");
  await page.getByRole("combobox", { name: "Search kinds of box" }).fill("repeat");
  await page.keyboard.press("Enter");
  await expect(editor.containers).toHaveCount(2);
  await editor.isJoined("Start", "Repeat");
  await editor.isJoined("Repeat", "End");
  await editor.press("ControlOrMeta+Shift+u");
  await editor.isJoined("Start", "Loop");
  await editor.isJoined("Loop", "End");
});

test("steps that cannot be grouped stay, and the reason is said", async ({ page, editor, draw }) => {
  await editor.open(await draw(row));
  await selectTwo(editor, "First", "End");
  await editor.press("ControlOrMeta+Shift+g");
  const notice = page.getByRole("region", { name: "Notifications" });
  await expect(notice.getByText("“Second” stands between the selected steps")).toBeVisible();
  await expect(editor.containers).toHaveCount(0);
});

test("one person groups steps while the other drags a step into that box: both see the same", async ({
  editor,
  otherEditor,
  draw,
}) => {
  const workflowId = await draw({ ...row, steps: { ...row.steps, lone: { type: "no-op", x: 320, y: 260 } } });
  await editor.open(workflowId);
  await otherEditor.open(workflowId);
  await selectTwo(editor, "First", "Second");
  await editor.press("ControlOrMeta+Shift+g");
  await expect(otherEditor.container("For each")).toBeVisible();
  await otherEditor.fit();
  const { x, y } = await otherEditor.shiftBetween(otherEditor.step("Lone"), otherEditor.step("First"));
  await otherEditor.drag(otherEditor.grip("Lone"), { by: [x, y + 40] });
  await editor.fold("For each");
  await expect(editor.container("For each")).toContainText("3 steps");
  await expect(otherEditor.step("Lone"), "folded for one only").toBeVisible();
  await otherEditor.boxGrip("For each").click();
  await otherEditor.press("ControlOrMeta+Shift+u");
  await expect(editor.containers).toHaveCount(0);
  await editor.isJoined("Start", "First");
  await editor.isJoined("Second", "End");
  await editor.isJoined("Lone", "End");
});

test("a box grows with what is dropped at its edge, and is never made smaller than what it holds", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw({ ...boxed, steps: { ...boxed.steps, lone: { type: "no-op", x: 660, y: 400 } } }));
  const before = await editor.boxOf(editor.container("Loop"));
  const { x, y } = await editor.shiftBetween(editor.step("Lone"), editor.step("Last"));
  await editor.drag(editor.grip("Lone"), { by: [x, y + 35] });
  await expect
    .poll(async () => (await editor.boxOf(editor.container("Loop"))).height)
    .toBeGreaterThan(before.height + 4);
  await editor.boxGrip("Loop").click();
  const grown = await editor.boxOf(editor.container("Loop"));
  const corner = { x: grown.x + grown.width, y: grown.y + grown.height };
  await editor.dragTo(corner, { x: corner.x - 200, y: corner.y - 100 });
  await expect
    .poll(async () => (await editor.boxOf(editor.container("Loop"))).height)
    .toBeGreaterThan(grown.height - 8);
  await editor.dragTo(corner, { x: corner.x + 60, y: corner.y + 60 });
  await expect.poll(async () => (await editor.boxOf(editor.container("Loop"))).width).toBeGreaterThan(grown.width + 40);
  await page.keyboard.press("ControlOrMeta+z");
});

test("boxes, open and folded, and the list of boxes to move into pass axe, light and dark", async ({
  page,
  editor,
  draw,
  checkAccessibility,
}) => {
  await editor.open(await draw({ ...boxed, steps: { ...boxed.steps, lone: { type: "no-op", x: 320, y: 300 } } }));
  await editor.select("Lone");
  await editor.press("Shift+I");
  await expect(page.getByRole("option", { name: "Loop" })).toBeVisible();
  await checkAccessibility();
  await page.keyboard.press("Escape");
  await editor.fold("Loop");
  await checkAccessibility();
});
