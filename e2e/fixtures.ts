import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { Api } from "./flows/api.ts";
import { fileOf, type Sketch } from "./flows/sketch.ts";
import { EditorPage } from "./pages/editor-page.ts";

type Fixtures = {
  readonly editor: EditorPage;
  readonly api: Api;
  /** Makes a workflow from a sketch without the browser and answers its id. */
  readonly draw: (sketch: Sketch) => Promise<string>;
  /** The editor in another browser, as a second person has it: cookies, cache and connections of its own. */
  readonly otherEditor: EditorPage;
  /** Opens the editor of a new, empty workflow and answers its id. */
  readonly newWorkflow: () => Promise<string>;
  /** Fails on findings that axe calls serious or critical on what is on the screen now, in light and in dark. */
  readonly checkAccessibility: () => Promise<void>;
};

/** A page that reports an uncaught exception or a refused script fails its test, whatever the test looked at. */
export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const faults = await prepare(page);
    await use(page);
    expect(faults, "the page reports no fault").toEqual([]);
  },
  editor: async ({ page }, use) => {
    await use(new EditorPage(page));
  },
  api: async ({ request }, use) => {
    await use(new Api(request));
  },
  draw: async ({ api }, use) => {
    await use((sketch) => api.importFile(fileOf(sketch)));
  },
  otherEditor: async ({ browser }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults = await prepare(page);
    await use(new EditorPage(page));
    expect(faults, "the other page reports no fault").toEqual([]);
    await context.close();
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
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target) }))).toEqual(
          [],
        );
      }
    });
  },
});

/** Stills motion, so that nothing moves away under the pointer, and answers the list that faults are added to. */
async function prepare(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Hydration|Maximum update/i.test(message.text()))
      faults.push(message.text());
  });
  return faults;
}

export { expect };
