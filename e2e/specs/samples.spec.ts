import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures.ts";
import { companiesFile, sectorCounts } from "../flows/expected-sectors.ts";

const csv = { "content-type": "text/csv" };
const named = [
  "Companies by sector",
  "Triage GitHub issues",
  "Order approval totals",
  "Approve expenses",
  "Fulfil an order",
  "Nightly export",
];

test("a fresh start lists the samples, live", async ({ page }) => {
  await page.goto("/");
  for (const title of named) {
    const row = page.getByRole("list", { name: "Workflows" }).getByRole("listitem").filter({ hasText: title }).first();
    await expect(row).toContainText("Live · v");
  }
});

test("Companies by sector test-runs on the real file", async ({ page, editor, api }) => {
  await editor.open(await api.workflowCalled("Companies by sector"));
  await editor.askForRun();
  await page.getByTestId("run-file").setInputFiles(companiesFile);
  await page.getByTestId("start-run").click();
  await editor.status("Largest first", "succeeded");
  await editor.select("Largest first");
  await editor.inspector.getByRole("tab", { name: "Output" }).first().click();
  const table = editor.inspector.getByRole("region", { name: "Output", exact: true });
  const [first] = sectorCounts();
  await expect(table).toContainText(`${sectorCounts().length} items`);
  await expect(table).toContainText(String(first?.[0]));
  await expect(table).toContainText(String(first?.[1]));
});

test("Triage GitHub issues test-runs on a delivery and takes the branch that its labels say", async ({
  page,
  editor,
  api,
}) => {
  const file = "public/samples/github/issues.opened.json";
  const { issue } = JSON.parse(readFileSync(file, "utf8")) as { issue: { labels: { name: string }[] } };
  expect(issue.labels.map((label) => label.name)).toContain("bug");
  await editor.open(await api.workflowCalled("Triage GitHub issues"));
  await editor.askForRun();
  await page.getByTestId("run-file").setInputFiles(file);
  await page.getByRole("textbox", { name: "Headers, one per line" }).fill("x-github-event: issues");
  await page.getByTestId("start-run").click();
  await editor.status("Message", "succeeded");
  await editor.status("New bug", "succeeded");
  await editor.status("New issue", "skipped");
  await editor.status("Nothing to do", "skipped");
});

test("Order approval totals test-runs on the order and adds its lines up right", async ({ page, editor, api }) => {
  const file = "public/samples/orders.json";
  type Line = { quantity: number; price: number; discount?: number };
  const { lines } = JSON.parse(readFileSync(file, "utf8")) as { lines: Line[] };
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price * (1 - (line.discount ?? 0)), 0);
  expect(total).toBeGreaterThan(1_000);
  await editor.open(await api.workflowCalled("Order approval totals"));
  await editor.askForRun();
  await page.getByTestId("run-file").setInputFiles(file);
  await page.getByTestId("start-run").click();
  await editor.status("Needs approval", "succeeded");
  await editor.status("Approved", "skipped");
  await expect(
    editor.container("Every line").getByRole("img", { name: `Succeeded, ${lines.length} / ${lines.length}` }),
  ).toBeVisible();
  await editor.select("Order total");
  await editor.inspector.getByRole("tab", { name: "Output" }).first().click();
  await expect(editor.inspector.getByTestId("output-pane")).toContainText(total.toFixed(2).replace(/0+$/, ""));
});

test("Approve expenses rests in review, without a rate by its fallback, until an address of it is called", async ({
  editor,
  api,
  page,
}) => {
  const workflowId = await api.workflowCalled("Approve expenses");
  const runId = await api.start(workflowId, { who: "Ana", what: "Ferry", amount: 9, currency: "NOK" });
  await editor.open(workflowId);
  await expect(editor.container("In review").locator("[data-status]").first()).toHaveAttribute(
    "data-status",
    "waiting",
  );
  expect((await api.step(runId, "in_francs")).output).toMatchObject({ rate: 0 });
  await editor.fit();
  await editor.boxGrip("In review").click();
  await editor.inspector.getByRole("tab", { name: "Run" }).click();
  const addresses = page.getByRole("region", { name: "Waiting" }).locator("code");
  await expect(addresses).toHaveCount(2);
  const reject = (await addresses.filter({ hasText: /\/reject$/ }).textContent()) ?? "";
  expect((await page.request.post(reject, { data: { by: "Ben" } })).status()).toBe(202);
  await editor.status("Answer", "succeeded");
  expect((await api.step(runId, "answer")).output).toMatchObject({ decision: "rejected", states: 3 });
});

test("Nightly export asks three times, then tells the others which shops were open", async ({ editor, api }) => {
  const workflowId = await api.workflowCalled("Nightly export");
  await editor.open(workflowId);
  const dialog = await editor.askForRun();
  await dialog.getByTestId("start-run").click();
  await editor.status("Tell the others", "succeeded");
  await editor.status("No export tonight", "skipped");
  await expect(editor.container("Until it is ready").getByText("3 ×", { exact: true })).toBeVisible();
  const [newest] = await api.runs(workflowId);
  expect((await api.step(newest?.id ?? "", "open_shops")).output).toEqual([
    { shop: "Basel", sold: 41, returned: 2 },
    { shop: "Zurich", sold: 67, returned: 5 },
  ]);
});

test("an order that cannot be fulfilled at all starts When an order fails", async ({ api, request }) => {
  const failures = await api.workflowCalled("When an order fails");
  const before = (await api.runs(failures)).length;
  const answer = await request.post(await api.hookPath(await api.workflowCalled("Fulfil an order")), { data: {} });
  expect(answer.status()).toBe(500);
  await expect.poll(async () => (await api.runs(failures)).length).toBe(before + 1);
  await api.runEnds(failures, "succeeded");
  const [newest] = await api.runs(failures);
  const { output } = await api.step(newest?.id ?? "", "message");
  expect(output).toMatchObject({ subject: "Fulfil an order failed", text: expect.stringContaining("lines") });
});

test("the hook of Companies by sector answers what is counted from the file itself, largest first", async ({
  api,
  request,
}) => {
  const path = await api.hookPath(await api.workflowCalled("Companies by sector"));
  const answer = await request.post(path, { headers: csv, data: readFileSync(companiesFile) });
  expect(answer.status()).toBe(200);
  const expected = sectorCounts().map(([sector, count]) => ({ sector, count }));
  // Where two sectors are equally large, the sample puts them by name.
  expect(await answer.json()).toEqual(expected.toSorted((a, b) => b.count - a.count || (a.sector < b.sector ? -1 : 1)));
});

test("a malformed CSV is answered with 400, line and column, and starts no run", async ({ api, request }) => {
  const workflowId = await api.workflowCalled("Companies by sector");
  const before = await api.runs(workflowId);
  const answer = await request.post(await api.hookPath(workflowId), { headers: csv, data: "a,b\n1,2\n3\n" });
  expect(answer.status()).toBe(400);
  expect(await answer.text()).toContain("Line 3, column 2");
  expect(await api.runs(workflowId)).toEqual(before);
});

test("an unknown token is answered with 404", async ({ request }) => {
  const answer = await request.post(`/hooks/${"A".repeat(43)}`, { headers: csv, data: "a\n1\n" });
  expect(answer.status()).toBe(404);
});
