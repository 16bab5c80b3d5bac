import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const always = (name: string) => ({ name, on: "condition", condition: { $expr: "true" } });

const machine: Sketch = {
  steps: {
    start: { type: "manual" },
    life: { type: "states", title: "Life", x: 320, y: -100 },
    open: { type: "state", parent: "life", x: 64, y: 96, config: { initial: true, transitions: [always("Paid")] } },
    paid: { type: "state", parent: "life", x: 420, y: 96 },
  },
  edges: ["start > life", "open.next1 > paid"],
};

test("a transition is drawn from a state back to another, which gives the state a way out of its own", async ({
  editor,
  draw,
}) => {
  await editor.open(await draw(machine));
  await editor.boxGrip("Paid").click();
  await editor.fit();
  await editor.drag(
    editor.container("Paid").getByTestId("port-out-+"),
    editor.container("Open").getByTestId("port-in-in"),
  );
  await expect(editor.edges).toHaveCount(3);
  await editor.isJoined("Paid", "Open");
  await expect(editor.canvas.locator(".transition-title > text")).toHaveText(["Paid", "Always"]);
  await editor.press("ControlOrMeta+z");
  await expect(editor.edges).toHaveCount(2);
});

test("a transition that is dropped on the body of a state leads to that state", async ({ page, editor, draw }) => {
  await editor.open(await draw(machine));
  await editor.boxGrip("Paid").click();
  await editor.fit();
  const port = await editor.boxOf(editor.container("Paid").getByTestId("port-out-+"));
  const open = await editor.boxOf(editor.container("Open"));
  await editor.dragTo(
    { x: port.x + port.width / 2, y: port.y + port.height / 2 },
    { x: open.x + open.width / 2, y: open.y + open.height - 8 },
  );
  await editor.isJoined("Paid", "Open");
  await expect(page.getByRole("combobox", { name: "Search steps" })).toBeHidden();
});

test("a state cannot be connected with a step outside of its machine", async ({ page, editor, draw }) => {
  await editor.open(await draw({ ...machine, steps: { ...machine.steps, end: { type: "no-op", x: 1200 } } }));
  await editor.boxGrip("Paid").click();
  await editor.fit();
  await editor.holdOver(editor.container("Paid").getByTestId("port-out-+"), editor.port("End", "in"));
  await expect(editor.canvas.getByRole("alert")).toContainText("same machine");
  await page.mouse.up();
  await expect(editor.edges).toHaveCount(2);
});

test("a new machine comes with its first state, and a state behind it with a transition to it", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw({ steps: { start: { type: "manual" } } }));
  await editor.select("Start");
  await editor.addStepByKeyboard("state machine");
  await editor.isJoined("Start", "State machine");
  await editor.press("Alt+ArrowDown");
  await expect(editor.spokenSelection).toHaveText("State selected");
  await editor.canvas.focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("option")).toHaveCount(1);
  await editor.picker.press("Enter");
  await editor.isJoined("State", "State 2");
  await expect(page.getByRole("img", { name: "First state" })).toHaveCount(1);
  await expect(page.getByRole("img", { name: "End state" })).toHaveCount(1);
});

test("a run marks how often it was in a state and where it ended", async ({ page, editor, draw }) => {
  await editor.open(await draw(machine));
  await editor.run();
  await expect(editor.container("Paid").locator("[data-status]")).toHaveAttribute("data-status", "succeeded");
  await expect(page.getByRole("img", { name: "Visited once" })).toHaveCount(2);
  await editor.fold("Life");
  await expect(editor.container("Life").getByRole("progressbar")).toHaveAttribute("aria-valuetext", "2 of 2");
});

test("a state machine with a way back passes axe, light and dark", async ({ editor, draw, checkAccessibility }) => {
  await editor.open(
    await draw({
      ...machine,
      steps: {
        ...machine.steps,
        paid: { type: "state", parent: "life", x: 420, y: 96, config: { transitions: [always("Again")] } },
      },
      edges: [...(machine.edges ?? []), "paid.next1 > open"],
    }),
  );
  await expect(editor.canvas.locator(".transition-title > text")).toHaveText(["Paid", "Again"]);
  await checkAccessibility();
});

test("while a state waits for a signal it is marked, with what it waits for, and its machine tells where it is", async ({
  page,
  editor,
  draw,
}) => {
  const paid = { name: "Paid", on: "signal", signal: "paid" };
  const open = { type: "state", parent: "life", x: 64, y: 96, config: { initial: true, transitions: [paid] } };
  await editor.open(await draw({ ...machine, steps: { ...machine.steps, open } }));
  await editor.run();
  await expect(editor.container("Open").locator("[data-active]")).toBeVisible();
  await expect(editor.container("Open").getByRole("img", { name: "Waits for a signal" })).toBeVisible();
  await editor.fold("Life");
  await expect(editor.container("Life")).toContainText("In Open");
  await expect(editor.container("Life").getByRole("img", { name: "1 waiting" })).toBeVisible();
  await page.getByTestId("test-run").click();
  await expect(editor.container("Life").locator("[data-status]")).toHaveAttribute("data-status", "cancelled");
});
