import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const pair: Sketch = {
  steps: { start: { type: "manual" }, end: { type: "no-op" } },
  edges: ["start > end"],
};
const row: Sketch = {
  steps: { start: { type: "manual" }, middle: { type: "no-op" }, end: { type: "no-op" } },
  edges: ["start > middle", "middle > end"],
};

test("a step dragged from the palette stands where it is dropped", async ({ editor, draw }) => {
  await editor.open(await draw(pair));
  await editor.paletteRow("Limit").dragTo(editor.canvas, { targetPosition: { x: 300, y: 120 } });
  await expect(editor.step("Limit")).toBeVisible();
  await expect(editor.edges).toHaveCount(1);
  const { x, y } = await editor.shiftBetween(editor.canvas, editor.step("Limit"));
  expect(Math.abs(x + 120 - 300), "its middle is under the pointer").toBeLessThan(20);
  expect(Math.abs(y + 30 - 120), "its middle is under the pointer").toBeLessThan(20);
});

test("a step dragged from the palette onto an edge goes in between", async ({ editor, draw }) => {
  await editor.open(await draw({ ...pair, steps: { start: { type: "manual" }, end: { type: "no-op", x: 640 } } }));
  const edge = await editor.middleOfEdge();
  const canvas = await editor.boxOf(editor.canvas);
  await editor
    .paletteRow("Limit")
    .dragTo(editor.canvas, { targetPosition: { x: edge.x - canvas.x, y: edge.y - canvas.y } });
  await expect(editor.edges).toHaveCount(2);
  await editor.isJoined("Start", "Limit");
  await editor.isJoined("Limit", "End");
});

test("a lone step dropped on an edge goes in between", async ({ editor, draw }) => {
  await editor.open(
    await draw({
      steps: { start: { type: "manual" }, end: { type: "no-op", x: 640 }, lone: { type: "no-op", x: 320, y: 240 } },
      edges: ["start > end"],
    }),
  );
  const edge = await editor.middleOfEdge();
  const lone = await editor.boxOf(editor.step("Lone"));
  await editor.drag(editor.grip("Lone"), { by: [edge.x - lone.x - lone.width / 2, edge.y - lone.y - 30] });
  await expect(editor.edges).toHaveCount(2);
  await editor.isJoined("Start", "Lone");
  await editor.isJoined("Lone", "End");
});

test("Tab adds a step behind the selected one and connects it", async ({ editor, draw }) => {
  await editor.open(await draw(pair));
  await editor.select("End");
  await editor.addStepByKeyboard("sort");
  await editor.isJoined("End", "Sort");
  await expect(editor.selected).toHaveCount(1);
  await expect(editor.step("Sort").locator("[data-selected]")).toBeVisible();
});

test("a double-click on the empty canvas adds a step there, and Escape adds none", async ({ page, editor, draw }) => {
  await editor.open(await draw(pair));
  const { x, y } = await editor.freePlace();
  await page.mouse.dblclick(x, y);
  await editor.picker.press("Escape");
  await expect(editor.picker).toBeHidden();
  await expect(editor.steps).toHaveCount(2);
  await page.mouse.dblclick(x, y);
  await editor.picker.fill("filter");
  await page.getByRole("option", { name: /^Filter/ }).click();
  await expect(editor.step("Filter")).toBeVisible();
  await expect(editor.edges).toHaveCount(1);
});

test("an edge dragged into the void asks for the next step, offers what fits only, and connects it", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(pair));
  await editor.drag(editor.port("End", "out"), { by: [-120, 160] });
  await editor.picker.fill("start by hand");
  await expect(page.getByText("Nothing that fits here is called that.")).toBeVisible();
  await editor.picker.fill("http");
  await editor.picker.press("Enter");
  await editor.isJoined("End", "HTTP request");
});

test("a connection that would close a circle is refused while it is drawn, with the reason", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(row));
  await editor.holdOver(editor.port("End", "out"), editor.port("Middle", "in"));
  await expect(editor.canvas.getByRole("alert")).toContainText("wait for one another");
  await page.mouse.up();
  await expect(editor.canvas.getByRole("alert")).toHaveCount(0);
  await expect(editor.edges).toHaveCount(2);
});

test("a box drawn with Shift selects what it touches", async ({ page, editor, draw }) => {
  await editor.open(await draw(row));
  const middle = await editor.boxOf(editor.step("Middle"));
  const end = await editor.boxOf(editor.step("End"));
  await page.keyboard.down("Shift");
  await editor.dragTo({ x: middle.x - 10, y: middle.y - 60 }, { x: end.x + 30, y: end.y + end.height + 40 });
  await page.keyboard.up("Shift");
  await expect(editor.selected).toHaveCount(2);
  await expect(editor.step("Start").locator("[data-selected]")).toHaveCount(0);
});

test("steps copied in one workflow are pasted into another with their settings and the edge between them", async ({
  editor,
  draw,
}) => {
  await editor.open(
    await draw({
      steps: { start: { type: "manual" }, top: { type: "limit", config: { count: 7 } } },
      edges: ["start > top"],
    }),
  );
  await editor.press("ControlOrMeta+a");
  await expect(editor.selected).toHaveCount(2);
  await editor.press("ControlOrMeta+c");
  await editor.open(await draw({ steps: {} }));
  await editor.press("ControlOrMeta+v");
  await editor.isJoined("Start", "Top");
  await expect(editor.step("Top")).toContainText("7");
});

test("a duplicate stands beside the original under a key of its own", async ({ editor, draw, api }) => {
  const workflowId = await draw(pair);
  await editor.open(workflowId);
  await editor.select("End");
  await editor.press("ControlOrMeta+d");
  await expect(editor.steps).toHaveCount(3);
  await expect(editor.selected).toHaveCount(1);
  await expect
    .poll(async () => {
      const { nodes } = JSON.parse(await api.exported(workflowId)) as { nodes: { key: string }[] };
      return new Set(nodes.map(({ key }) => key)).size;
    })
    .toBe(3);
});

test("text that holds no steps is refused by paste with a sentence", async ({ page, editor, draw }) => {
  await editor.open(await draw(pair));
  await page.evaluate(() => navigator.clipboard.writeText("just words"));
  await editor.press("ControlOrMeta+v");
  await expect(page.getByText("The clipboard holds no steps. Copy steps in a workflow first.")).toBeVisible();
  await expect(editor.steps).toHaveCount(2);
});

test("the question mark opens the sheet of all keys, which can be searched and closed by Escape", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(pair));
  await editor.press("Shift+?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByText("Delete and reconnect")).toBeVisible();
  await expect(sheet.getByText("Box select")).toBeVisible();
  await sheet.getByRole("searchbox", { name: "Find a shortcut" }).fill("reconnect");
  await expect(sheet.getByText("Box select")).toHaveCount(0);
  await expect(sheet.getByText("Delete and reconnect")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("the command palette finds an action, a step to go to and a step type to add", async ({ editor, draw }) => {
  await editor.open(await draw(row));
  await editor.command("go to middle");
  await expect(editor.step("Middle").locator("[data-selected]")).toBeVisible();
  await editor.command("disable");
  await expect(editor.step("Middle").getByRole("img", { name: /^Disabled/ })).toBeVisible();
  await editor.command("add remove duplicates");
  await expect(editor.step("Remove duplicates")).toBeVisible();
});

test("arrow keys go from step to step, and Mod and arrows move the selected one", async ({ editor, draw }) => {
  await editor.open(await draw(row));
  await editor.select("Start");
  await editor.press("ArrowRight");
  await expect(editor.step("Middle").locator("[data-selected]")).toBeVisible();
  await editor.press("ControlOrMeta+ArrowDown");
  await expect.poll(() => editor.canvasY("Middle")).toBeGreaterThan(0);
});

test("an edge is selected by a click beside its plus, and in its middle where it is too short for one", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw({ ...pair, steps: { start: { type: "manual" }, end: { type: "no-op", x: 304 } } }));
  const plus = editor.edges.locator(".flow-edge-plus");
  const near = await editor.middleOfEdge();
  await expect(plus).toHaveCount(0);
  await page.mouse.move(near.x, near.y);
  await expect(plus).toBeVisible();
  await page.mouse.click(near.x - 20, near.y);
  await expect(editor.selectedEdges).toHaveCount(1);
  await editor.press("Escape");
  for (let times = 0; times < 4; times++) await page.keyboard.press("ControlOrMeta+-");
  const far = await editor.middleOfEdge();
  await page.mouse.click(far.x, far.y);
  await expect(plus).toHaveCount(0);
  await expect(editor.selectedEdges).toHaveCount(1);
  await editor.press("Delete");
  await expect(editor.edges).toHaveCount(0);
});

test("the tools above a step are there for the one under the pointer, and not when several are selected", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(row));
  const tools = page.getByRole("button", { name: "Duplicate", exact: true });
  await editor.step("Middle").hover();
  await expect(tools).toHaveCount(1);
  await page.keyboard.press("Escape");
  await editor.press("ControlOrMeta+a");
  await expect(editor.selected).toHaveCount(3);
  await expect(editor.canvas.locator(".hover-bar")).toHaveCount(0);
});
