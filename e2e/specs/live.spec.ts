import { expect, test } from "../fixtures.ts";
import { openLine } from "../flows/line.ts";
import type { Sketch } from "../flows/sketch.ts";
import { EditorPage } from "../pages/editor-page.ts";

/** Long enough to look at the middle of a run, to reload in it and to lose the connection. */
const restSeconds = 6;

const rows = { rows: ["a", "b", "c"] };

const threeAndARest: Sketch = {
  steps: {
    start: { type: "manual", config: { sample: rows } },
    every_row: { type: "each", config: { list: { $expr: "trigger.rows" } } },
    pass: { type: "no-op", parent: "every_row", x: 60, y: 80 },
    rest: { type: "wait", x: 840, config: { amount: restSeconds, unit: "seconds" } },
    end: { type: "no-op", x: 1160 },
  },
  edges: ["start > every_row", "every_row > rest", "rest > end"],
};

test("a run that one person starts is seen by another as it happens, with the status of each step and its counts", async ({
  editor,
  otherEditor,
  draw,
  api,
}) => {
  const workflowId = await draw(threeAndARest);
  await editor.open(workflowId);
  await otherEditor.open(workflowId);
  await (await editor.askForRun()).getByTestId("start-run").click();
  await otherEditor.status("Rest", "waiting");
  await otherEditor.status("Start", "succeeded");
  await expect(otherEditor.container("Every row").getByRole("img", { name: "Succeeded, 3 / 3" })).toBeVisible();
  await expect(otherEditor.step("Pass").getByRole("img", { name: "Succeeded, 3 / 3" })).toBeVisible();
  await expect(otherEditor.canvas.getByText("3 items")).toBeVisible();
  expect((await api.runs(workflowId))[0]?.status).toBe("waiting");
  await otherEditor.status("Rest", "succeeded");
  await otherEditor.status("End", "succeeded");
  await editor.status("End", "succeeded");
});

test("after a reload in the middle of a run the picture is complete and goes on to the end", async ({
  page,
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw(threeAndARest);
  await editor.open(workflowId);
  await api.start(workflowId, rows);
  await editor.status("Rest", "waiting");
  await page.reload();
  await editor.ready();
  await editor.status("Rest", "waiting");
  await editor.status("Start", "succeeded");
  await expect(editor.step("Pass").getByRole("img", { name: "Succeeded, 3 / 3" })).toBeVisible();
  await expect(editor.step("End").locator("[data-status]")).toHaveCount(0);
  await editor.status("End", "succeeded");
  await editor.status("Rest", "succeeded");
});

test("a connection lost in the middle of a run leaves no gap once it is back", async ({
  editor,
  draw,
  api,
  baseURL,
  playwright,
  launchOptions,
}) => {
  const workflowId = await draw(threeAndARest);
  const line = await openLine(String(baseURL));
  const far = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), line.browserSwitch],
  });
  const farEditor = new EditorPage(await far.newPage({ baseURL }));
  await farEditor.open(workflowId);
  await editor.open(workflowId);
  await api.start(workflowId, rows);
  await farEditor.status("Rest", "waiting");
  line.cut();
  await expect(farEditor.saved).toHaveText("Offline");
  await editor.status("End", "succeeded");
  await farEditor.status("Rest", "waiting");
  line.mend();
  await farEditor.status("Rest", "succeeded");
  await farEditor.status("End", "succeeded");
  await expect(farEditor.step("Pass").getByRole("img", { name: "Succeeded, 3 / 3" })).toBeVisible();
  await farEditor.isSaved();
  await far.close();
  await line.close();
});

test("a call to a published hook appears in an open editor, step by step and in the list of runs", async ({
  editor,
  draw,
  api,
  request,
}) => {
  const workflowId = await draw({
    steps: {
      order: { type: "webhook", config: { method: "POST", body: "json", answer: "at-end" } },
      double: {
        type: "set-fields",
        config: { keep: false, fields: [{ name: "twice", value: { $expr: "trigger.body.amount * 2" } }] },
      },
    },
    edges: ["order > double"],
  });
  await api.publish(workflowId);
  await editor.open(workflowId);
  await editor.openTab("Runs");
  await expect(editor.page.getByText("This workflow has not run yet")).toBeVisible();
  const answer = await request.post(await api.hookPath(workflowId), { data: { amount: 21 } });
  expect(await answer.json()).toEqual({ twice: 42 });
  await editor.status("Order", "succeeded");
  await editor.status("Double", "succeeded");
  await expect(editor.runs.getByRole("listitem")).toHaveCount(1);
  await expect(editor.runs.getByRole("listitem")).toContainText("v1");
});

test("a past run shows the drawing as it was then, and the draft is untouched behind it", async ({
  editor,
  draw,
  api,
}) => {
  const workflowId = await draw({
    steps: { start: { type: "manual" }, first_name: { type: "no-op" } },
    edges: ["start > first_name"],
  });
  await api.start(workflowId);
  await api.runEnds(workflowId, "succeeded");
  await editor.open(workflowId);
  await editor.select("First name");
  const title = editor.inspector.getByRole("textbox", { name: "Title of the step" });
  await title.fill("Second name");
  await title.press("Enter");
  await editor.addStepByKeyboard("limit");
  await expect(editor.steps).toHaveCount(3);
  await editor.isSaved();

  await editor.openTab("Runs");
  await editor.runs.getByRole("button", { name: "Succeeded" }).click();
  await expect(editor.step("First name")).toBeVisible();
  await expect(editor.steps).toHaveCount(2);
  await editor.status("First name", "succeeded");
  await expect(editor.page.getByRole("region", { name: "Shown run" })).toContainText("drawn as the workflow was then");

  await editor.page.getByRole("button", { name: "Back to the draft" }).click();
  await expect(editor.step("Second name")).toBeVisible();
  await expect(editor.step("Limit")).toBeVisible();
  await expect(editor.step("First name")).toHaveCount(0);
});
