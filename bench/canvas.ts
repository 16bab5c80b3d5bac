import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../checks/browser.ts";
import { barePage } from "./bare/bare-canvas.ts";
import { largeWorkflow } from "./stage/large-workflow.ts";
import { productServer } from "./stage/product-server.ts";
import { type Frames, framesWhile, watchLongTasks } from "./stage/watch-page.ts";

const sizes = [250, 1_000];
const openGoalMs: Readonly<Record<number, number>> = { 250: 1_000, 1000: 2_000 };
const viewport = { width: 1440, height: 900 };
const moves = 150;

/**
 * The editor in a real Chromium on the production build: how long a workflow takes to open until it answers, how
 * smoothly a step is dragged with everything in view and at 100 %, and how much JavaScript comes first. Beside the
 * drag stands a bare page that moves one of as many plain boxes: what this browser can draw at all here.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const server = await productServer();
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const lines: Record<string, unknown>[] = [];
    for (const size of sizes) {
      const path = `/w/${await importWorkflow(server.url, size)}`;
      lines.push(await openCase(browser, server.url + path, size));
      lines.push(...(await dragCases(browser, server.url + path, size)));
    }
    lines.push(...(await boxCases(browser, `${server.url}/w/${await importWorkflow(server.url, 250, true)}`)));
    lines.push(await scriptCase(browser, `${server.url}/w/${await importWorkflow(server.url, 1)}`));
    return lines;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function importWorkflow(url: string, size: number, isBoxed = false): Promise<string> {
  const response = await fetch(`${url}/api/trpc/workflows.import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: largeWorkflow(size, { isBoxed }) }),
  });
  if (!response.ok) throw new Error(`The workflow to measure was refused: ${await response.text()}`);
  const { result } = (await response.json()) as { result: { data: { workflowId: string } } };
  return result.data.workflowId;
}

/** Cold the first time; then with the scripts in the browser's cache, as for everybody who comes back. */
async function openCase(browser: Browser, url: string, size: number): Promise<Record<string, unknown>> {
  const page = await browser.newPage({ viewport });
  await watchLongTasks(page);
  const cold = await open(page, url);
  const warm = [await open(page, url), await open(page, url), await open(page, url)];
  await page.close();
  const best = warm.reduce((a, b) => (b.interactiveMs < a.interactiveMs ? b : a));
  return {
    bench: "canvas",
    case: `open ${size} nodes`,
    coldInteractiveMs: cold.interactiveMs,
    interactiveMs: best.interactiveMs,
    longTasks: best.longTasks,
    longTaskMsMax: best.longTaskMsMax,
    goalMs: openGoalMs[size],
  };
}

type Opened = {
  readonly drawnMs: number;
  readonly interactiveMs: number;
  readonly longTasks: number;
  readonly longTaskMsMax: number;
};

/** From navigation until steps are drawn, everything is saved and the last long task is over for half a second. */
async function open(page: Page, url: string): Promise<Opened> {
  await page.goto(url, { waitUntil: "commit" });
  const drawnMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () =>
          document.querySelector(".react-flow__node") && document.querySelector("[data-testid=saved][data-state=saved]")
            ? resolve(performance.now())
            : requestAnimationFrame(look);
        look();
      }),
  );
  await page.waitForFunction(() => performance.now() - Math.max(0, ...window.longTasks.map(({ end }) => end)) > 500);
  const tasks = await page.evaluate(() => window.longTasks);
  return {
    drawnMs,
    interactiveMs: Math.round(Math.max(drawnMs, ...tasks.map(({ end }) => end))),
    longTasks: tasks.length,
    longTaskMsMax: Math.round(Math.max(0, ...tasks.map(({ ms }) => ms))),
  };
}

async function dragCases(browser: Browser, url: string, size: number): Promise<readonly Record<string, unknown>[]> {
  const bare = await browser.newPage({ viewport });
  await watchLongTasks(bare);
  await bare.setContent(barePage(size));
  const bareFrames = await drag(bare, ".bare-box");
  await bare.close();
  const page = await browser.newPage({ viewport });
  await watchLongTasks(page);
  await open(page, url);
  const fitted = await drag(page, ".react-flow__node-step");
  await page.getByRole("button", { name: /^Zoom \d+ %/ }).click();
  const actual = await drag(page, ".react-flow__node-step");
  await page.close();
  return [
    dragLine(`drag in ${size} nodes, all in view`, fitted, bareFrames),
    dragLine(`drag in ${size} nodes, at 100 %`, actual, bareFrames),
  ];
}

/** A step inside of a box, a box with all that it holds, and both again with every box folded into a card. */
async function boxCases(browser: Browser, url: string): Promise<readonly Record<string, unknown>[]> {
  const bare = await browser.newPage({ viewport });
  await watchLongTasks(bare);
  await bare.setContent(barePage(250));
  const bareFrames = await drag(bare, ".bare-box");
  await bare.close();
  // Fitting and zooming are at once, so that nothing moves under the pointer.
  const page = await browser.newPage({ viewport, reducedMotion: "reduce" });
  await watchLongTasks(page);
  await open(page, url);
  const press = async (...keys: readonly string[]) => {
    await page.getByTestId("canvas").focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  const inside = await drag(page, ".react-flow__node-step");
  // What is selected is scrolled into view, which for a wide box is its left end: begin each case with all in view.
  await press("Escape", "ControlOrMeta+1", "ControlOrMeta+0");
  const actual = await drag(page, ".react-flow__node-step");
  await press("Escape", "ControlOrMeta+1");
  const box = await drag(page, ".react-flow__node-container .container-handle");
  await press("Escape", "Shift+E", "ControlOrMeta+1");
  const folded = await drag(page, ".react-flow__node-container .container-handle");
  await page.close();
  return [
    dragLine("drag a step in a box, 250 nodes in 10 boxes, all in view", inside, bareFrames),
    dragLine("drag a box of 23 steps, 250 nodes in 10 boxes, all in view", box, bareFrames),
    dragLine("drag a step in a box, 250 nodes in 10 boxes, at 100 %", actual, bareFrames),
    dragLine("drag a folded box, 250 nodes in 10 boxes", folded, bareFrames),
  ];
}

function dragLine(name: string, own: Frames, bare: Frames): Record<string, unknown> {
  return {
    bench: "canvas",
    case: name,
    framesPerSecond: own.framesPerSecond,
    frameMsP95: own.frameMsP95,
    longTasks: own.longTasks,
    bareFramesPerSecond: bare.framesPerSecond,
    ratio: Math.round((own.framesPerSecond / bare.framesPerSecond) * 100) / 100,
    goal: "framesPerSecond 60",
  };
}

/** Takes what lies nearest to the middle of the window and drags it round in circles. */
async function drag(page: Page, selector: string): Promise<Frames> {
  const at = await page.evaluate((wanted) => {
    const boxes = [...document.querySelectorAll(wanted)].map((box) => box.getBoundingClientRect());
    const places = boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }));
    const distance = (place: { x: number; y: number }) => Math.hypot(place.x - 700, place.y - 400);
    return places.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  }, selector);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const frames = await framesWhile(page, async () => {
    for (let move = 0; move < moves; move++) {
      const angle = (move / 50) * 2 * Math.PI;
      await page.mouse.move(at.x + 120 * Math.sin(angle), at.y + 90 * (1 - Math.cos(angle)));
    }
  });
  await page.mouse.up();
  return frames;
}

/**
 * JavaScript by when it is asked for, each file once, as a server that compresses would send it:
 * - `initialGzipKB`: by the page until a step is drawn and the draft is saved, which is when it can be worked with
 *   (Next and React included);
 * - `workerGzipKB`: by the compile worker alone, beside that;
 * - `idleGzipKB`: by the page afterwards, when it has nothing else to do.
 */
async function scriptCase(browser: Browser, url: string): Promise<Record<string, unknown>> {
  const page = await browser.newPage({ viewport });
  await watchLongTasks(page);
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) bodies.set(response.url(), response.body());
  });
  const { drawnMs } = await open(page, url);
  await page.waitForLoadState("networkidle");
  const startsMs = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name, startTime }) => [name, startTime] as const),
  );
  const startMsOf = new Map(startsMs);
  let [initial, worker, idle] = [0, 0, 0];
  for (const [name, body] of bodies) {
    const bytes = gzipSync(await body, { level: 9 }).length;
    const startMs = startMsOf.get(name);
    if (startMs === undefined) worker += bytes;
    else if (startMs <= drawnMs) initial += bytes;
    else idle += bytes;
  }
  await page.close();
  return {
    bench: "canvas",
    case: "scripts of one editor",
    initialGzipKB: Math.round(initial / 1_000),
    workerGzipKB: Math.round(worker / 1_000),
    idleGzipKB: Math.round(idle / 1_000),
    goal: "initialGzipKB 500",
  };
}
