import { expect, test } from "../fixtures.ts";

test("an address where nothing is leads back to the workflows", async ({ page, checkAccessibility }) => {
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await checkAccessibility();
  await page.getByRole("link", { name: "All workflows" }).click();
  await expect(page.getByRole("heading", { name: "Workflows" })).toBeVisible();
});
