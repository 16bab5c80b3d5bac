import { readFile } from "node:fs/promises";
import type { Download } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { fileOf, type Sketch } from "../flows/sketch.ts";

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), "utf8");
}

test("a workflow exported, imported and exported again is the same to the last letter", async ({
  page,
  editor,
  api,
}) => {
  const title = `There and back ${Date.now()}`;
  const sample = await api.exported(await api.workflowCalled("Triage GitHub issues"));
  await api.importFile(sample.replace("Triage GitHub issues", title));
  await page.goto("/");
  await page.getByRole("button", { name: `More for ${title}` }).click();
  const firstDownload = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as a file" }).click();
  const first = await firstDownload;
  expect(first.suggestedFilename()).toMatch(/\.json$/);
  const text = await textOf(first);
  expect(JSON.parse(text)).toMatchObject({ format: "heddle.workflow", title });

  await page.getByLabel("Workflow file").setInputFiles(await first.path());
  await page.waitForURL(/\/w\/wf_/);
  await editor.ready();
  await expect(editor.step("Labelled as a bug?")).toBeVisible();
  const secondDownload = page.waitForEvent("download");
  await editor.command("Export as a file");
  expect(await textOf(await secondDownload)).toBe(text);
});

test("a damaged file is refused with the path of what is wrong, and nothing is made of it", async ({
  page,
  request,
}) => {
  const sketch: Sketch = {
    title: "Damaged on the way",
    steps: { start: { type: "manual" }, end: { type: "no-op" } },
    edges: ["start > end"],
  };
  const damaged = fileOf(sketch).replace('"key":"end"', '"kee":"end"').replace('n_end00000.in"', 'n_gone0000.in"');
  await page.goto("/");
  await page.getByLabel("Workflow file").setInputFiles({
    name: "damaged.json",
    mimeType: "application/json",
    buffer: Buffer.from(damaged),
  });
  const refusal = page.getByRole("dialog", { name: "The file was not imported" });
  await expect(refusal).toContainText("nodes[1].kee: this name is not known. Did you mean key?");
  await refusal.getByRole("button", { name: "Close" }).last().click();
  await expect(refusal).toBeHidden();
  const list = await request.get("/api/trpc/workflows.list", {
    params: { input: JSON.stringify({ search: "Damaged on the way" }) },
  });
  expect(await list.json()).toMatchObject({ result: { data: { items: [] } } });
});

test("a deleted workflow comes back by Undo", async ({ page, draw }) => {
  const title = `Deleted by mistake ${Date.now()}`;
  await draw({ title, steps: { start: { type: "manual" } } });
  await page.goto("/");
  await page.getByRole("button", { name: `More for ${title}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: title })).toBeVisible();
});
