import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { EditorPage } from "./pages/editor-page.ts";

type Fixtures = {
  readonly editor: EditorPage;
  /** Opens the editor of a new, empty workflow and answers its id. */
  readonly newWorkflow: () => Promise<string>;
  /** Fails on findings that axe calls serious or critical on what is on the screen now. */
  readonly checkAccessibility: () => Promise<void>;
};

/** A page that reports an uncaught exception or a refused script fails its test, whatever the test looked at. */
export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy|Hydration|Maximum update/i.test(message.text()))
        faults.push(message.text());
    });
    await use(page);
    expect(faults, "the page reports no fault").toEqual([]);
  },
  editor: async ({ page }, use) => {
    await use(new EditorPage(page));
  },
  newWorkflow: async ({ page, editor }, use) => {
    await use(async () => {
      await page.goto("/");
      await page.getByRole("button", { name: "New workflow" }).first().click();
      await page.waitForURL(/\/w\/wf_/);
      await editor.ready();
      return new URL(page.url()).pathname.split("/")[2] ?? "";
    });
  },
  checkAccessibility: async ({ page }, use) => {
    await use(async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target) }))).toEqual(
        [],
      );
    });
  },
});

export { expect };
