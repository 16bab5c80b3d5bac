import { expect, test } from "../fixtures.ts";

test("who loses the connection goes on editing: every part of the editor is there already", async ({
  page,
  editor,
  newWorkflow,
}) => {
  await newWorkflow();
  await editor.addStepByKeyboard("start by hand");
  await editor.addStepByKeyboard("set fields");
  await editor.isSaved();
  await page.keyboard.press("Escape");
  await page.waitForLoadState("networkidle");
  await page.reload();
  await editor.ready();
  await page.waitForLoadState("networkidle");

  await page.context().setOffline(true);
  await editor.select("Set fields");
  await editor.inspector.getByRole("button", { name: "Add field" }).click();
  await page.keyboard.type("total");
  await editor.canvas.focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.context().setOffline(false);
  await editor.isSaved();
  await expect(editor.step("Set fields")).toContainText("total");
});

test("a part that cannot be loaded says so and leaves the rest of the editor alone", async ({
  page,
  editor,
  newWorkflow,
}) => {
  await newWorkflow();
  await editor.addStepByKeyboard("start by hand");
  await editor.isSaved();
  // Like a server that was updated after this page was opened: code that is not here yet is gone.
  await page.reload({ waitUntil: "commit" });
  await page.route("**/_next/static/chunks/**", async (route) => {
    const answer = await route.fetch();
    const isInspector = (await answer.text()).includes("Values to use");
    await (isInspector ? route.fulfill({ status: 404 }) : route.fulfill({ response: answer }));
  });
  await page.reload();
  await editor.ready();
  await editor.select("Start by hand");
  await expect(page.getByRole("alert").filter({ hasText: "The settings cannot be shown" })).toBeVisible();
  await page.keyboard.press("Escape");
  await editor.addStepByKeyboard("set fields");
  await expect(editor.step("Set fields")).toBeVisible();
  await editor.isSaved();
});
