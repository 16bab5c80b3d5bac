import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const orders: Sketch = {
  steps: { start: { type: "manual" }, orders: { type: "no-op" }, top: { type: "limit" } },
  edges: ["start > orders", "orders > top"],
};
const sentence = /oders/;

test("a wrong formula is marked while it is typed: in the field, on the card and in the panel; the quick fix mends it", async ({
  editor,
  draw,
}) => {
  await editor.open(await draw(orders));
  await editor.openTab("Problems");
  await expect(editor.page.getByText("No problems")).toBeVisible();
  await editor.select("Top");
  await editor.typeFormula("List", "steps.oders.rows");
  await expect(editor.squiggles("List")).toBeVisible();
  await expect(editor.setting("List")).toContainText(sentence);
  await expect(editor.step("Top").getByRole("img", { name: sentence })).toBeVisible();
  await expect(editor.problems.getByRole("listitem")).toContainText(sentence);
  await expect(editor.page.getByTestId("problem-count")).toHaveText("1");

  await editor.problems.getByRole("button", { name: "Read steps.orders" }).click();
  await expect(editor.formula("List")).toHaveText("steps.orders.rows");
  await expect(editor.page.getByText("No problems")).toBeVisible();
  await expect(editor.squiggles("List")).toHaveCount(0);
  await expect(editor.step("Top").getByRole("img", { name: sentence })).toHaveCount(0);
});

test("a quick fix is offered below the field too, and undo brings the formula back", async ({ editor, draw }) => {
  await editor.open(await draw(orders));
  await editor.select("Top");
  await editor.typeFormula("List", "steps.oders");
  await editor.inspector.getByRole("button", { name: "Read steps.orders" }).click();
  await expect(editor.formula("List")).toHaveText("steps.orders");
  await editor.press("ControlOrMeta+z");
  await expect(editor.formula("List")).toHaveText("steps.oders");
});

test("a formula that is no formula is explained in words and not evaluated", async ({ editor, draw }) => {
  await editor.open(await draw(orders));
  await editor.select("Top");
  await editor.typeFormula("List", "input.(");
  await expect(editor.squiggles("List").first()).toBeVisible();
  await expect(editor.step("Top").getByRole("img", { name: /./ })).toBeVisible();
  await editor.typeFormula("List", "[1, 2]");
  await expect(editor.squiggles("List")).toHaveCount(0);
  await expect(editor.page.getByTestId("problem-count")).toHaveCount(0);
});

test("a test run of a draft with problems starts nothing and opens the panel, where a problem leads to its field", async ({
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw({
    ...orders,
    steps: { ...orders.steps, top: { type: "limit", config: { list: { $expr: "steps.oders" } } } },
  });
  await editor.open(workflowId);
  await expect(editor.page.getByTestId("problem-count")).toHaveText("1");
  await editor.run();
  await expect(editor.page.getByText("Solve the problems first. They are listed below the canvas.")).toBeVisible();
  await editor.problems.getByRole("button", { name: sentence }).click();
  await expect(editor.step("Top").locator("[data-selected]")).toBeVisible();
  await expect(editor.formula("List")).toBeFocused();
  expect(await api.runs(workflowId)).toEqual([]);
});

test("a whole draft has no problems from the first moment, so that Test run works as soon as it is there", async ({
  page,
  editor,
  draw,
}) => {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector("[data-testid=problem-count]")) document.documentElement.dataset.sawProblems = "yes";
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await editor.open(await draw(orders));
  await editor.select("Top");
  await editor.typeFormula("List", "steps.oders");
  await expect(page.locator("html")).toHaveAttribute("data-saw-problems", "yes");
  await editor.typeFormula("List", "steps.orders");
  await expect(page.getByTestId("problem-count")).toHaveCount(0);
  await page.reload();
  await editor.ready();
  await editor.run();
  await editor.status("Top", "failed");
  await expect(page.locator("html")).not.toHaveAttribute("data-saw-problems", "yes");
});

test("a draft with problems cannot be published", async ({ page, editor, draw }) => {
  await editor.open(await draw({ steps: { lone: { type: "no-op" } } }));
  await expect(page.getByTestId("problem-count")).toBeVisible();
  await page.getByTestId("publish").click();
  await expect(page.getByTestId("confirm-publish")).toBeDisabled();
  await page.getByRole("dialog", { name: "Publish" }).getByRole("button", { name: "Show" }).click();
  await expect(editor.problems).toBeVisible();
});
