import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const daily: Sketch = {
  steps: {
    clock: { type: "schedule", config: { every: "cron", cron: "30 6 * * 1-5", zone: "Europe/Zurich" } },
    end: { type: "no-op" },
  },
  edges: ["clock > end"],
};

test("a schedule shows its next five times in its zone; a line that never fires is a problem instead", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(daily));
  await editor.select("Clock");
  const times = editor.inspector.getByRole("region", { name: "Next times" });
  await expect(times.getByRole("listitem")).toHaveCount(5);
  await expect(times).toContainText("Europe/Zurich");
  for (const text of await times.getByRole("listitem").allTextContents()) expect(text).toMatch(/06:30$/);
  await editor.inspector.getByRole("textbox", { name: "Cron line" }).fill("0 0 31 2 *");
  await expect(editor.inspector.getByText("There is no such day, so this never happens.").first()).toBeVisible();
  await expect(times).toHaveCount(0);
  await expect(page.getByText("There is no such day, so this never happens.").first()).toBeVisible();
});

test("a schedule is tried with its next time, which can be changed before", async ({ editor, draw, api }) => {
  const workflowId = await draw(daily);
  await editor.open(workflowId);
  const dialog = await editor.askForRun();
  await expect(dialog).toContainText("as if this time had come");
  await dialog.getByTestId("start-run").click();
  await editor.status("End", "succeeded");
  await api.runEnds(workflowId, "succeeded");
  const [newest] = await api.runs(workflowId);
  const { output } = await api.step(newest?.id ?? "", "end");
  expect(JSON.stringify(output)).toMatch(/"time":"06:30","weekday":"[a-z]+day","zone":"Europe\/Zurich","missed":0/);
});

test("a run that waits for a signal shows its address, and goes on when that is called", async ({
  editor,
  draw,
  api,
  page,
}) => {
  const workflowId = await draw({
    steps: { start: { type: "manual" }, answer: { type: "wait-for-signal" }, end: { type: "no-op" } },
    edges: ["start > answer", "answer > end"],
  });
  await editor.open(workflowId);
  await editor.run();
  await editor.status("Answer", "waiting");
  await editor.select("Answer");
  await editor.inspector.getByRole("tab", { name: "Run" }).click();
  const waiting = page.getByRole("region", { name: "Waiting" });
  await expect(waiting).toContainText("It waits for a call of its address.");
  const address = (await waiting.locator("code").textContent()) ?? "";
  const opened = await page.request.get(address, { headers: { accept: "text/html" } });
  expect(await opened.text()).toContain("Opening this page has changed nothing.");
  await editor.status("Answer", "waiting");
  const signal = await page.request.post(address, { data: { paid: true } });
  expect(signal.status()).toBe(202);
  await editor.status("End", "succeeded");
  await api.runEnds(workflowId, "succeeded");
  const [newest] = await api.runs(workflowId);
  expect((await api.step(newest?.id ?? "", "end")).output).toEqual({ paid: true });
  expect((await page.request.post(address)).status()).toBe(410);
});
