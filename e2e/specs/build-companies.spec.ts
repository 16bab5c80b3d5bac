import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures.ts";
import { companiesFile, sectorCounts } from "../flows/expected-sectors.ts";

test("a person builds Companies by sector from an empty canvas, runs it on the real file, publishes and calls it", async ({
  page,
  editor,
  newWorkflow,
  request,
}) => {
  await newWorkflow();
  await page
    .getByRole("button", { name: /^Webhook/ })
    .last()
    .click();
  await expect(editor.step("Webhook")).toBeVisible();
  await page.getByRole("combobox", { name: "Body" }).click();
  await page.getByRole("option", { name: "CSV" }).click();
  await editor.addStepByKeyboard("group");
  await expect(editor.step("Group and summarise")).toBeVisible();
  // A value of an earlier step goes into the formula by a click in the tree.
  await editor.formula("List").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await editor.inspector.getByRole("treeitem", { name: "body, list" }).click();
  await expect(editor.formula("List")).toHaveText("input.body");
  await editor.inspector.getByRole("button", { name: "Add key" }).click();
  await page.keyboard.type("sector");
  await editor.typeFormula("Key 1: Formula", 'item["GICS Sector"]');
  await editor.inspector.getByRole("textbox", { name: "Summary 1: Name" }).fill("companies");
  await editor.addStepByKeyboard("sort");
  await editor.typeFormula("Value 1: By", "item.companies");
  await editor.inspector.getByRole("radio", { name: "Descending" }).click();
  await editor.rename("Companies by sector, built by hand");
  await editor.isSaved();

  await editor.run();
  await page.getByTestId("run-file").setInputFiles(companiesFile);
  await page.getByTestId("start-run").click();
  await editor.status("Webhook", "succeeded");
  await editor.status("Group and summarise", "succeeded");
  await editor.status("Sort", "succeeded");

  await page.getByTestId("publish").click();
  await page.getByTestId("confirm-publish").click();
  await expect(page.getByText("Version 1 is live")).toBeVisible();
  await editor.select("Webhook");
  const address = await editor.inspector
    .getByRole("region", { name: /Address/ })
    .getByText("/hooks/")
    .first()
    .textContent();
  const answer = await request.post(String(address), {
    headers: { "content-type": "text/csv" },
    data: readFileSync(companiesFile),
  });
  expect(await answer.json()).toEqual(sectorCounts().map(([sector, companies]) => ({ sector, companies })));
});
