import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const branch: Sketch = {
  steps: {
    start: { type: "manual", config: { sample: { amount: 12 } } },
    large: { type: "if", config: { condition: { $expr: "trigger.amount > 10" } } },
    big: { type: "set-fields", config: { keep: true, fields: [{ name: "size", value: "big" }] } },
    small: { type: "no-op", x: 640, y: 160 },
  },
  edges: ["start > large", "large.true > big", "large.false > small"],
};

test.describe("no serious accessibility finding, in light and dark,", () => {
  test("on the list of workflows", async ({ page, checkAccessibility }) => {
    await page.goto("/");
    await expect(page.getByRole("link", { name: "Companies by sector" }).first()).toBeVisible();
    await checkAccessibility();
  });

  test("on the list of runs", async ({ page, draw, api, checkAccessibility }) => {
    await api.start(await draw(branch), { amount: 1 });
    await page.goto("/runs");
    await expect(page.getByRole("list", { name: "Runs" }).getByRole("listitem").first()).toBeVisible();
    await checkAccessibility();
  });

  test("in the editor of an empty workflow", async ({ newWorkflow, checkAccessibility }) => {
    await newWorkflow();
    await checkAccessibility();
  });

  test("in the editor with a step's settings open", async ({ editor, draw, checkAccessibility }) => {
    await editor.open(await draw(branch));
    await editor.select("Big");
    await expect(editor.inspector.getByRole("textbox", { name: "Title of the step" })).toHaveValue("Big");
    await checkAccessibility();
  });

  test("in a step that is opened wide", async ({ page, editor, draw, checkAccessibility }) => {
    await editor.open(await draw(branch));
    await editor.select("Large");
    await editor.press("Enter");
    await expect(page.getByRole("dialog", { name: "Large" })).toBeVisible();
    await checkAccessibility();
  });

  test("in the step picker", async ({ editor, draw, checkAccessibility }) => {
    await editor.open(await draw(branch));
    await editor.select("Big");
    await editor.press("Tab");
    await expect(editor.picker).toBeFocused();
    await checkAccessibility();
  });

  test("in the dialogs for a test run, for publishing and for the keys", async ({
    page,
    editor,
    draw,
    checkAccessibility,
  }) => {
    await editor.open(await draw(branch));
    await editor.askForRun();
    await checkAccessibility();
    await page.keyboard.press("Escape");
    await page.getByTestId("publish").click();
    await expect(page.getByRole("dialog", { name: "Publish" })).toBeVisible();
    await checkAccessibility();
    await page.keyboard.press("Escape");
    await editor.press("Shift+?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await checkAccessibility();
  });

  test("in the command palettes of the editor and of the lists", async ({ page, editor, draw, checkAccessibility }) => {
    await editor.open(await draw(branch));
    await editor.press("ControlOrMeta+k");
    await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
    await checkAccessibility();
    await page.goto("/");
    await page.getByRole("button", { name: "Search and commands" }).click();
    await expect(page.getByRole("option", { name: "New workflow" })).toBeVisible();
    await checkAccessibility();
  });

  test("with a run, its log and a step's record on the screen", async ({ editor, draw, api, checkAccessibility }) => {
    const workflowId = await draw(branch);
    await api.start(workflowId, { amount: 20 });
    await api.runEnds(workflowId, "succeeded");
    await editor.open(workflowId);
    await editor.openTab("Runs");
    await editor.runs.getByRole("button", { name: "Succeeded" }).click();
    await editor.openTab("Run log");
    await editor.select("Big");
    await expect(editor.inspector.getByTestId("step-record")).toBeVisible();
    await checkAccessibility();
  });

  test("with problems on the screen", async ({ editor, draw, checkAccessibility }) => {
    await editor.open(
      await draw({
        steps: { ...branch.steps, big: { type: "limit", config: { list: { $expr: "steps.nobody" } } } },
        edges: branch.edges ?? [],
      }),
    );
    await editor.openTab("Problems");
    await editor.select("Big");
    await expect(editor.problems).toBeVisible();
    await checkAccessibility();
  });
});

test.describe("on a screen 360 px wide", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("workflows can be found, opened and read without scrolling sideways", async ({ page, editor }) => {
    await page.goto("/");
    await expect(page.getByRole("button", { name: "New workflow" })).toBeInViewport({ ratio: 1 });
    await page.getByRole("searchbox", { name: "Search workflows" }).fill("Companies by sector");
    const row = page.getByRole("link", { name: "Companies by sector", exact: true });
    await expect(row).toBeInViewport();
    expect(await sidewaysPx(page)).toBe(0);
    await row.click();
    await editor.ready();
    await expect(editor.step("Largest first")).toBeVisible();
    await expect(page.getByRole("link", { name: "All workflows" })).toBeInViewport({ ratio: 1 });
    expect(await sidewaysPx(page)).toBe(0);
  });

  test("runs can be read and filtered without scrolling sideways", async ({ page, draw, api }) => {
    await api.start(await draw(branch), { amount: 20 });
    await page.goto("/runs");
    await expect(page.getByRole("list", { name: "Runs" }).getByRole("link").first()).toBeInViewport();
    expect(await sidewaysPx(page)).toBe(0);
    await page.getByRole("combobox", { name: "Status" }).click();
    await page.getByRole("option", { name: "Succeeded" }).click();
    await expect(page.getByRole("list", { name: "Runs" }).getByRole("link").first()).toHaveText("Succeeded");
  });
});

/** By how much the page is wider than its window. */
function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
