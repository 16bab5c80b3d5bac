import type { Locator } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";
import type { EditorPage } from "../pages/editor-page.ts";

/** Its formula reads a field that no run brings, so it fails in each. */
const failing: Sketch = {
  steps: {
    start: { type: "manual" },
    price: {
      type: "set-fields",
      config: { keep: false, fields: [{ name: "net", value: { $expr: "trigger.total" } }] },
    },
    rescue: { type: "no-op", x: 640, y: 200 },
  },
  edges: ["start > price"],
};

function handlingOf({ inspector }: EditorPage): Locator {
  return inspector.getByRole("region", { name: "Failures and limits" });
}

async function unfold(section: Locator): Promise<void> {
  const head = section.getByRole("button").first();
  await expect(head).toHaveAttribute("aria-expanded", "false");
  await head.click();
  await expect(head).toHaveAttribute("aria-expanded", "true");
}

test("what a step does about failures is folded to a line, set by keys, seen by others at once, and undone", async ({
  page,
  editor,
  otherEditor,
  draw,
  api,
}) => {
  const workflowId = await draw(failing);
  await editor.open(workflowId);
  await editor.select("Price");
  const section = handlingOf(editor);
  await expect(section).toContainText("One try, no limit, a failure stops the run");
  await section.getByRole("button").press("Enter");
  await section.getByRole("spinbutton", { name: "Time limit" }).fill("30");
  await section.getByRole("spinbutton", { name: "Tries" }).fill("3");
  await expect(section.getByRole("spinbutton", { name: "First pause" })).toBeVisible();
  await section.getByRole("combobox", { name: "When it fails" }).press("Enter");
  await page.getByRole("option", { name: "Go on with a value" }).click();
  await expect(section.getByText("What the step gives instead of its result.")).toBeVisible();
  await otherEditor.open(workflowId);
  await otherEditor.select("Price");
  await expect(handlingOf(otherEditor)).toContainText("3 tries, 30 s limit, goes on with a value");
  await editor.press("ControlOrMeta+z");
  await expect(handlingOf(otherEditor)).toContainText("3 tries, 30 s limit");
  await expect(handlingOf(otherEditor)).not.toContainText("goes on with a value");
  await editor.isSaved();
  const file: { nodes: readonly { key: string; handling?: unknown }[] } = JSON.parse(await api.exported(workflowId));
  expect(file.nodes.find(({ key }) => key === "price")?.handling).toEqual({ attempts: 3, timeoutSeconds: 30 });
});

test("a step that goes on at its error port has one, and a failure leaves by it", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw(failing);
  await editor.open(workflowId);
  await editor.select("Price");
  await expect(editor.port("Price", "out", "error")).toHaveCount(0);
  await unfold(handlingOf(editor));
  await handlingOf(editor).getByRole("combobox", { name: "When it fails" }).click();
  await page.getByRole("option", { name: "Go on at the error port" }).click();
  await editor.fit();
  await editor.connect("Price", "Rescue", { out: "error" });
  await editor.isJoined("Price", "Rescue");
  await editor.isSaved();
  await api.start(workflowId, {});
  await api.runEnds(workflowId, "succeeded");
});

test("a problem in what a step does about failures leads to its field", async ({ editor, draw }) => {
  const handling = { attempts: 2, retryOn: "chosen", retryCodes: "timeuot" };
  const { price, ...steps } = failing.steps;
  await editor.open(await draw({ ...failing, steps: { ...steps, price: { ...price, type: "set-fields", handling } } }));
  await editor.openTab("Problems");
  await editor.problems.getByText("Did you mean timeout?").click();
  const field = handlingOf(editor).getByRole("textbox", { name: "Chosen failures" });
  await expect(field).toBeFocused();
  await field.fill("timeout");
  await expect(editor.problems.getByText("Did you mean timeout?")).toHaveCount(0);
});

test("what holds for all runs is set on the workflow, another workflow found by its title, and kept", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const other = await draw({ ...failing, title: "Tell the night shift" });
  const workflowId = await draw(failing);
  await editor.open(workflowId);
  await page.getByRole("button", { name: "Workflow settings" }).click();
  const runs = editor.inspector.getByRole("region", { name: "Runs" });
  await expect(runs).toContainText("No limits");
  await unfold(runs);
  await runs.getByRole("spinbutton", { name: "Runs at the same time" }).fill("1");
  await expect(runs.getByText("When there are as many")).toBeVisible();
  await runs.getByRole("button", { name: "On failure, run: none" }).press("Enter");
  await page.getByPlaceholder("Search workflows").fill("night sh");
  await page.keyboard.press("Enter");
  await expect(runs.getByRole("button", { name: /^On failure, run: Tell the night shift/ })).toBeFocused();
  await editor.isSaved();
  expect(JSON.parse(await api.exported(workflowId)).settings).toEqual({ concurrency: 1, errorWorkflow: other });
  await page.reload();
  await editor.ready();
  await page.getByRole("button", { name: "Workflow settings" }).click();
  await expect(runs).toContainText("1 run at a time, a workflow on failure");
});

test("the forms for failures and for runs have no serious accessibility finding, in light and dark", async ({
  page,
  editor,
  draw,
  checkAccessibility,
}) => {
  const { price, ...steps } = failing.steps;
  const handling = { attempts: 99, onFailure: "fallback", fallback: { total: 0 } };
  const settings = { concurrency: 2, dedupeKey: { $expr: "trigger.id" } };
  const drawn = { ...failing, settings, steps: { ...steps, price: { ...price, type: "set-fields", handling } } };
  await editor.open(await draw(drawn));
  await editor.select("Price");
  await expect(handlingOf(editor).getByRole("spinbutton", { name: "Tries" })).toBeVisible();
  await checkAccessibility();
  await editor.press("Escape");
  await page.getByRole("button", { name: "Workflow settings" }).click();
  await unfold(editor.inspector.getByRole("region", { name: "Runs" }));
  await checkAccessibility();
});
