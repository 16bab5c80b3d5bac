import { expect, test } from "../fixtures.ts";
import { companiesFile, sectorCounts } from "../flows/expected-sectors.ts";
import type { Sketch } from "../flows/sketch.ts";

const order = { customer: "Ana", total: 12 };
const refusal: Sketch = {
  steps: {
    start: { type: "manual", config: { sample: order } },
    stop: { type: "stop-with-error", config: { message: "" } },
  },
  edges: ["start > stop"],
};
const price: Sketch = {
  steps: {
    start: { type: "manual" },
    price: {
      type: "set-fields",
      config: { keep: false, fields: [{ name: "net", value: { $expr: "trigger.total * 10" } }] },
    },
    after: { type: "no-op" },
  },
  edges: ["start > price", "price > after"],
};

test("a click in the tree puts a value into a text as a chip, and the run reads it", async ({ page, editor, draw }) => {
  await editor.open(await draw(refusal));
  await editor.select("Stop");
  await editor.formula("Message").click();
  await page.keyboard.type("No loom for ");
  await editor.inspector
    .getByRole("treeitem", { name: /^customer/ })
    .first()
    .click();
  const chip = editor.formula("Message").locator("[data-source]");
  await expect(chip).toHaveAttribute("data-source", "input.customer");
  await page.keyboard.type(" today");
  await editor.isSaved();
  await (await editor.askForRun()).getByTestId("start-run").click();
  await editor.status("Stop", "failed");
  await editor.openTab("Run log");
  await expect(page.getByText("No loom for Ana today").first()).toBeVisible();
  await expect(editor.setting("Message").getByTestId("resolved-value")).toContainText("No loom for Ana today");
});

test("below a field stands what it gives with the data of the last run", async ({ editor, draw, api }) => {
  const workflowId = await draw(price);
  await api.start(workflowId, { total: 4 });
  await api.runEnds(workflowId, "succeeded");
  await editor.open(workflowId);
  await editor.select("Price");
  await expect(editor.inspector.getByTestId("resolved-value").filter({ hasText: "40" })).toBeVisible();
  await editor.typeFormula("Field 1: Value", "trigger.total + 0.5");
  await expect(editor.inspector.getByTestId("resolved-value").filter({ hasText: "4.5" })).toBeVisible();
});

test("a step is tested alone with the last input, without a run of the workflow", async ({ editor, draw, api }) => {
  const workflowId = await draw(price);
  await api.start(workflowId, { total: 4 });
  await api.runEnds(workflowId, "succeeded");
  await editor.open(workflowId);
  await editor.select("Price");
  await editor.typeFormula("Field 1: Value", "trigger.total * 100");
  await editor.isSaved();
  await editor.inspector.getByTestId("test-step").click();
  const output = editor.inspector.getByTestId("output-pane");
  await expect(output).toContainText("Succeeded");
  await expect(output).toContainText("400");
  expect(await api.runs(workflowId)).toHaveLength(1);
});

test("a pinned output stands in for its step in test runs, until it is unpinned", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw(price);
  await api.start(workflowId, { total: 4 });
  await api.runEnds(workflowId, "succeeded");
  await editor.open(workflowId);
  await editor.select("Price");
  await editor.inspector.getByRole("tab", { name: "Output" }).click();
  await editor.inspector.getByRole("button", { name: "Edit" }).click();
  await editor.inspector.getByRole("textbox", { name: "Pinned output as JSON" }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{"net": 777}');
  await editor.inspector.getByRole("button", { name: "Pin this" }).click();
  await expect(editor.step("Price").getByRole("img", { name: /^Pinned/ })).toBeVisible();
  await editor.isSaved();

  const afterGets = async () => {
    const runId = await api.start(workflowId, { total: 5 });
    await api.runEnds(workflowId, "succeeded");
    return (await api.step(runId, "after")).output;
  };
  expect(await afterGets()).toEqual({ net: 777 });
  await editor.inspector.getByRole("button", { name: "Unpin" }).click();
  await expect(editor.step("Price").getByRole("img", { name: /^Pinned/ })).toHaveCount(0);
  await editor.isSaved();
  expect(await afterGets()).toEqual({ net: 50 });
});

test("a form asks for what must be filled in and hands its file to the next step", async ({ page, editor, draw }) => {
  await editor.open(
    await draw({
      steps: {
        form: {
          type: "manual",
          config: {
            ask: "form",
            fields: [
              { name: "who", label: "Your name", kind: "text", required: true },
              { name: "orders", label: "Companies", kind: "file", required: true },
            ],
          },
        },
        read: { type: "parse", config: { format: "csv", source: { $expr: "trigger.orders" } } },
      },
      edges: ["form > read"],
    }),
  );
  const dialog = await editor.askForRun();
  await dialog.getByTestId("start-run").click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel("Your name").fill("Ana");
  await dialog.getByLabel("Companies").setInputFiles(companiesFile);
  await expect(dialog.getByText("constituents.csv")).toBeVisible();
  await dialog.getByTestId("start-run").click();
  await expect(dialog).toBeHidden();
  await editor.status("Read", "succeeded");
  const companies = sectorCounts().reduce((sum, [, count]) => sum + count, 0);
  await editor.openTab("Run log");
  await expect(page.getByRole("list", { name: "Steps of the run" }).getByRole("listitem").last()).toContainText(
    `${companies} items`,
  );
});

test("Enter opens the selected step wide, with input, settings and output side by side, and Escape closes it", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(price));
  await editor.select("Price");
  await editor.press("Enter");
  const wide = page.getByRole("dialog", { name: "Price" });
  for (const pane of ["Input", "Settings", "Output"])
    await expect(wide.getByRole("heading", { name: pane, exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(wide).toBeHidden();
});
