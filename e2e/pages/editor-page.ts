import { expect, type Locator, type Page } from "@playwright/test";
import { type Box, boxOf, middleOf, type Point } from "./box-of.ts";

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

  get problems(): Locator {
    return this.page.getByRole("list", { name: "Problems" });
  }

  get runs(): Locator {
    return this.page.getByRole("list", { name: "Runs" });
  }

  get picker(): Locator {
    return this.page.getByRole("combobox", { name: "Search steps" });
  }

  get selected(): Locator {
    return this.canvas.locator("[data-selected]");
  }

  /** The card of a step, by its title. */
  step(title: string): Locator {
    return this.canvas.locator(".react-flow__node-step").filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** A step or a box, by its title. */
  card(title: string): Locator {
    return this.step(title).or(this.container(title));
  }

  /** The box of a step that holds steps. */
  container(title: string): Locator {
    const name = this.page.locator(".card-title").and(this.page.getByText(title, { exact: true }));
    return this.containers.filter({ has: name });
  }

  get containers(): Locator {
    return this.canvas.locator(".react-flow__node-container");
  }

  /** What a box is dragged and selected by. */
  boxGrip(title: string): Locator {
    return this.container(title).locator(".container-handle .card-title");
  }

  async fold(title: string): Promise<void> {
    await this.container(title)
      .getByRole("button", { name: `Collapse ${title}` })
      .click();
  }

  async unfold(title: string): Promise<void> {
    await this.container(title)
      .getByRole("button", { name: `Expand ${title}` })
      .click();
  }

  get notes(): Locator {
    return this.canvas.locator(".react-flow__node-note");
  }

  get steps(): Locator {
    return this.canvas.locator(".react-flow__node-step");
  }

  get edges(): Locator {
    return this.canvas.locator(".react-flow__edge");
  }

  /** The middle of the only edge, window px. */
  async middleOfEdge(): Promise<Point> {
    return middleOf(this.edges.locator(".flow-edge-reach"));
  }

  get selectedEdges(): Locator {
    return this.canvas.locator(".react-flow__edge.selected");
  }

  /** What a screen reader says of the selection. */
  get spokenSelection(): Locator {
    return this.canvas.getByTestId("selection");
  }

  paletteRow(name: string): Locator {
    return this.page.getByRole("group", { name: "Step types" }).getByRole("button", { name: new RegExp(`^${name}`) });
  }

  /** There is one edge from the one step or box to the other, and it is drawn. */
  async isJoined(from: string, to: string): Promise<void> {
    const source = await this.card(from).getAttribute("data-id");
    const target = await this.card(to).getAttribute("data-id");
    const edge = this.canvas.locator(`.react-flow__edge[data-id^="${source}."][data-id*=">${target}."]`);
    await expect(edge).toHaveCount(1);
  }

  get presence(): Locator {
    return this.page.getByTestId("presence");
  }

  port(title: string, side: "in" | "out", name: string = side): Locator {
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

  /** Opens the dialog that asks what the run starts with, and waits until it is whole. */
  async askForRun(): Promise<Locator> {
    await this.run();
    const dialog = this.page.getByRole("dialog", { name: "Test run" });
    await expect(dialog.getByTestId("start-run")).toBeVisible();
    await expect(dialog.locator("[aria-busy]")).toHaveCount(0);
    return dialog;
  }

  async status(title: string, status: string): Promise<void> {
    await expect(this.step(title).locator("[data-status]")).toHaveAttribute("data-status", status);
  }

  /** The formula editor of the selected step's field. */
  formula(label: string): Locator {
    return this.inspector.getByRole("textbox", { name: label, exact: true });
  }

  /** Everything of one setting of the selected step: its control, its value, what is wrong with it. */
  setting(label: string): Locator {
    return this.inspector.locator("[data-field]").filter({
      has: this.page.getByRole("textbox", { name: label, exact: true }),
    });
  }

  squiggles(label: string): Locator {
    return this.formula(label).locator(".cm-lintRange-error");
  }

  /** Replaces a formula by typing, as a person does: completions are offered and closed. */
  async typeFormula(label: string, source: string): Promise<void> {
    await this.formula(label).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(source);
    await this.page.keyboard.press("Escape");
    await expect(this.formula(label)).toHaveText(source);
  }

  /** Opens one of the tabs below the canvas. */
  async openTab(name: "Problems" | "Run log" | "Runs" | "Versions"): Promise<void> {
    const tab = this.page.getByRole("tablist", { name: "Below the canvas" }).getByRole("tab", { name });
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
  }

  /** Drags with the mouse in small moves, as a hand does. */
  async drag(from: Locator, to: Locator | { readonly by: readonly [number, number] }): Promise<void> {
    const start = await middleOf(from);
    const end = "by" in to ? { x: start.x + to.by[0], y: start.y + to.by[1] } : await middleOf(to);
    await this.dragTo(start, end);
  }

  /** Drags and does not let go. */
  async holdOver(from: Locator, to: Locator): Promise<void> {
    await this.holdAt(await middleOf(from), await middleOf(to));
  }

  /** Drags by so many px and does not let go. */
  async hold(from: Locator, { by }: { readonly by: readonly [number, number] }): Promise<void> {
    const start = await middleOf(from);
    await this.holdAt(start, { x: start.x + by[0], y: start.y + by[1] });
  }

  private async holdAt(start: Point, end: Point): Promise<void> {
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 6, start.y + 6, { steps: 2 });
    await this.page.mouse.move(end.x, end.y, { steps: 8 });
  }

  boxOf(locator: Locator): Promise<Box> {
    return boxOf(locator);
  }

  async dragTo(start: Point, end: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(start.x + 6, start.y + 6, { steps: 2 });
    await mouse.move(end.x, end.y, { steps: 8 });
    await mouse.up();
  }

  /** What a step is dragged by. */
  grip(title: string): Locator {
    return this.step(title).locator(".card-title");
  }

  /** A step's place in the drawing, canvas px. */
  async canvasY(title: string): Promise<number> {
    const style = await this.step(title).evaluate((card) => new DOMMatrixReadOnly(getComputedStyle(card).transform));
    return style.f;
  }

  /** How far on the screen the top left corners of two things are apart, px. */
  async shiftBetween(from: Locator, to: Locator): Promise<Point> {
    const [start, end] = [await boxOf(from), await boxOf(to)];
    return { x: end.x - start.x, y: end.y - start.y };
  }

  async connect(from: string, to: string, ports: { out?: string; into?: string } = {}): Promise<void> {
    await this.drag(this.port(from, "out", ports.out), this.port(to, "in", ports.into));
  }

  /** Keys go to the canvas, whatever had the focus. */
  async press(key: string): Promise<void> {
    await this.canvas.focus();
    await this.page.keyboard.press(key);
  }

  /** Finds something in the command palette and does it. */
  async command(words: string): Promise<void> {
    await this.press("ControlOrMeta+k");
    const palette = this.page.getByRole("dialog", { name: "Commands" });
    await palette.getByRole("combobox").fill(words);
    await this.page.keyboard.press("Enter");
    await expect(palette).toBeHidden();
  }

  /** A free place on the canvas, in window px: 60 px from its top left corner. */
  async freePlace(): Promise<Point> {
    const box = await boxOf(this.canvas);
    return { x: box.x + 60, y: box.y + 60 };
  }

  async rename(title: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: "Workflow title" });
    await field.fill(title);
    await field.press("Enter");
  }
}
