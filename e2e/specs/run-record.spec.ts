import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const stubborn = { attempts: 2, retryOn: "any", delaySeconds: 0.1, jitter: false };

/** Gives up after two tries and goes on with a value. */
const failing: Sketch = {
  steps: {
    start: { type: "manual" },
    ask: {
      type: "set-fields",
      config: { keep: false, fields: [{ name: "net", value: { $expr: "trigger.total" } }] },
      handling: { ...stubborn, onFailure: "fallback", fallback: { net: 0 } },
    },
    after: { type: "no-op" },
  },
  edges: ["start > ask", "ask > after"],
};
const waiting: Sketch = {
  steps: { start: { type: "manual" }, signal: { type: "wait-for-signal", title: "Paid" }, after: { type: "no-op" } },
  edges: ["start > signal", "signal > after"],
};

test("the record of a step has its failed tries, and says that the output is the fallback value", async ({
  page,
  editor,
  draw,
  api,
  checkAccessibility,
}) => {
  const workflowId = await draw(failing);
  const runId = await api.start(workflowId);
  await api.runEnds(workflowId, "succeeded");
  await page.goto(`/w/${workflowId}?run=${runId}`);
  await editor.ready();
  await editor.select("Ask");
  const record = page.getByTestId("step-record");
  await expect(record.getByRole("region", { name: "Fallback value used" })).toContainText("total");
  await expect(record).toContainText("net0");
  await record.getByRole("tab", { name: "Tries 2" }).click();
  await expect(record.getByRole("list", { name: "Failed tries" })).toContainText("Try 1");
  await checkAccessibility();
});

test("a step that waits for a signal shows its address; a call of it lets the run go on, and the picture follows", async ({
  page,
  editor,
  draw,
  api,
  request,
}) => {
  const workflowId = await draw(waiting);
  const runId = await api.start(workflowId);
  await page.goto(`/w/${workflowId}?run=${runId}`);
  await editor.ready();
  await editor.status("Paid", "waiting");
  await editor.select("Paid");
  const note = page.getByTestId("step-record").getByRole("region", { name: "Waiting" });
  await expect(note).toContainText("It waits for a call of its address.");
  await expect(note.getByRole("button", { name: "Copy address" })).toBeVisible();
  await editor.openTab("Run log");
  await expect(page.getByRole("list", { name: "Steps of the run" })).toContainText("Waits for a signal");
  const address = await note.locator("code").textContent();
  const answer = await request.post(address ?? "", { data: { amount: 12 } });
  expect(answer.status()).toBe(202);
  await editor.status("After", "succeeded");
  await expect(note).toBeHidden();
  await expect(page.getByTestId("step-record")).toContainText("amount");
});

test("a schedule shows when it starts its next five runs, in its own time zone", async ({ editor, draw }) => {
  const config = { every: "cron", cron: "30 6 29 2 *", zone: "Asia/Tokyo" };
  await editor.open(
    await draw({ steps: { tick: { type: "schedule", config }, after: { type: "no-op" } }, edges: ["tick > after"] }),
  );
  await editor.select("Tick");
  const times = editor.inspector.getByRole("region", { name: "Next times" });
  await expect(times.getByRole("listitem")).toHaveCount(5);
  await expect(times.getByRole("listitem").first()).toContainText(/29 Feb 20\d\d.*06:30/);
  await expect(times).toContainText("Asia/Tokyo");
});

test("a run and the run that a step of it started lead to one another", async ({ page, editor, draw, api }) => {
  const inner = await draw({
    title: "Inner count",
    steps: { start: { type: "manual" }, count: { type: "no-op" } },
    edges: ["start > count"],
  });
  await api.publish(inner);
  const outer = await draw({
    title: "Outer report",
    steps: { start: { type: "manual" }, call: { type: "call-workflow", config: { workflow: inner } } },
    edges: ["start > call"],
  });
  const runId = await api.start(outer);
  await api.runEnds(outer, "succeeded");
  await page.goto(`/w/${outer}?run=${runId}`);
  await editor.ready();
  await editor.select("Call");
  await page.getByTestId("step-record").getByRole("link", { name: "Open the run" }).click();
  await page.waitForURL(new RegExp(`/w/${inner}\\?run=run_`));
  await editor.status("Count", "succeeded");
  await page.getByRole("region", { name: "Shown run" }).getByRole("link", { name: "Started by Outer report" }).click();
  await page.waitForURL(new RegExp(`/w/${outer}\\?run=${runId}`));
  await editor.status("Call", "succeeded");
});
