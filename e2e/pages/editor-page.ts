import { expect, type Locator, type Page } from "@playwright/test";

/** The editor of one workflow. Locators are getters, what a person does is a method, what they see a query. */
export class EditorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get canvas(): Locator {
    return this.page.getByTestId("canvas");
  }

  get inspector(): Locator {
    return this.page.getByRole("region", { name: "Inspector" });
  }

  get saved(): Locator {
    return this.page.getByTestId("saved");
  }

  get drawer(): Locator {
    return this.page.getByRole("region", { name: "Below the canvas" });
  }

  /** The card of a step, by its title. */
  step(title: string): Locator {
    return this.canvas.locator(".react-flow__node-step").filter({ has: this.page.getByText(title, { exact: true }) });
  }

  get steps(): Locator {
    return this.canvas.locator(".react-flow__node-step");
  }

  get edges(): Locator {
    return this.canvas.locator(".react-flow__edge");
  }

  port(title: string, side: "in" | "out", name = side): Locator {
    return this.step(title).getByTestId(`port-${side}-${name}`);
  }

  async open(workflowId: string): Promise<void> {
    await this.page.goto(`/w/${workflowId}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.canvas).toBeVisible();
    await expect(this.saved).toHaveText("Saved");
  }

  /** Every edit is on the server's disk. */
  async isSaved(): Promise<void> {
    await expect(this.saved).toHaveText("Saved");
  }

  /** Tab opens the picker; typing and Enter add the step behind the selected one. */
  async addStepByKeyboard(name: string): Promise<void> {
    await this.canvas.focus();
    await this.page.keyboard.press("Tab");
    const search = this.page.getByRole("combobox", { name: "Search steps" });
    await search.fill(name);
    await search.press("Enter");
    await expect(search).toBeHidden();
  }

  /** Brings the whole drawing into view. */
  async fit(): Promise<void> {
    await this.page.getByRole("button", { name: "Fit to screen" }).click();
  }

  async select(title: string): Promise<void> {
    await this.fit();
    await this.step(title).click({ position: { x: 80, y: 20 } });
  }

  async run(): Promise<void> {
    await this.page.getByTestId("test-run").click();
  }

  async status(title: string, status: string): Promise<void> {
    await expect(this.step(title).locator("[data-status]")).toHaveAttribute("data-status", status);
  }

  /** The formula editor of the selected step's field. */
  formula(label: string): Locator {
    return this.inspector.getByRole("textbox", { name: label, exact: true });
  }

  /** Replaces a formula by typing, as a person does: completions are offered and closed. */
  async typeFormula(label: string, source: string): Promise<void> {
    await this.formula(label).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(source);
    await this.page.keyboard.press("Escape");
    await expect(this.formula(label)).toHaveText(source);
  }

  async rename(title: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: "Workflow title" });
    await field.fill(title);
    await field.press("Enter");
  }
}
