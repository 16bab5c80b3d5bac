import { expect, test } from "../fixtures.ts";
import type { Sketch } from "../flows/sketch.ts";

const order = { lines: [{ price: 4, count: 3 }] };

function withScript(source: string): Sketch {
  return {
    steps: {
      start: { type: "manual", config: { sample: order } },
      sum: { type: "code", config: { source, values: [{ name: "rate", value: { $expr: "0.5" } }] } },
    },
    edges: ["start > sum"],
  };
}

test("a script is written with the names that it is given, and its record shows what it returned and wrote", async ({
  page,
  editor,
  draw,
  checkAccessibility,
}) => {
  await editor.open(await draw(withScript("return null;")));
  await editor.select("Sum");
  const script = editor.formula("Script");
  await script.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(
    'const all = input.lines.map((line) => line.price * line.count);\nconsole.warn("lines", all);\nreturn { tax: all[0] * ra',
  );
  await page.keyboard.type("t");
  await page.getByRole("option", { name: "rate" }).click();
  await page.keyboard.type(" };");
  await expect(script).toContainText("all[0] * rate };");
  await expect(editor.squiggles("Script")).toHaveCount(0);
  await editor.isSaved();
  await (await editor.askForRun()).getByTestId("start-run").click();
  await editor.status("Sum", "succeeded");
  await editor.openTab("Runs");
  await editor.runs.getByRole("button", { name: "Succeeded" }).first().click();
  await editor.select("Sum");
  const record = editor.inspector.getByTestId("step-record");
  await expect(record.getByText("tax")).toBeVisible();
  await record.getByRole("tab", { name: "Console 1" }).click();
  await expect(record.getByTestId("console").getByRole("listitem")).toContainText("lines [12]");
  await checkAccessibility();
});

test("a script that cannot be read is marked where it breaks off, and does not run", async ({ page, editor, draw }) => {
  await editor.open(await draw(withScript("const a = 1;\nreturn a a;")));
  await editor.select("Sum");
  await expect(editor.squiggles("Script")).toHaveText("a");
  await editor.run();
  await expect(editor.problems.getByRole("listitem")).toContainText("Line 2: Unexpected token.");
  await editor.formula("Script").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("return 1;");
  await expect(page.getByText("No problems")).toBeVisible();
});

test("a script that throws says in which line, with its console first", async ({ editor, draw, api }) => {
  const workflowId = await draw(withScript('console.log("before");\n\nreturn input.total.toFixed(2);'));
  await api.start(workflowId, order);
  await api.runEnds(workflowId, "failed");
  await editor.open(workflowId);
  await editor.openTab("Runs");
  await editor.runs.getByRole("button", { name: "Failed" }).click();
  await editor.select("Sum");
  const record = editor.inspector.getByTestId("step-record");
  await expect(record.getByRole("alert")).toContainText("Line 3: TypeError:");
  await expect(record.getByTestId("console").getByRole("listitem")).toHaveText("before");
});

test("a value of the data is put into a script as it is written there, and nothing that a script cannot read", async ({
  page,
  editor,
  draw,
}) => {
  await editor.open(await draw(withScript("return ;")));
  await editor.select("Sum");
  const script = editor.formula("Script");
  await script.click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await editor.inspector
    .getByRole("treeitem", { name: /^lines/ })
    .first()
    .click();
  await expect(script).toHaveText("return input.lines;");
});
