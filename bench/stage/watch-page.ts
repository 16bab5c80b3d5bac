import type { Page } from "@playwright/test";

type LongTask = { readonly end: number; readonly ms: number };

declare global {
  interface Window {
    /** Tasks over 50 ms since navigation; times in ms since then. */
    longTasks: LongTask[];
  }
}

export type Frames = {
  readonly framesPerSecond: number;
  readonly frameMsP95: number;
  readonly longTasks: number;
};

/** Begins to note long tasks in every document that this page opens from now on. */
export async function watchLongTasks(page: Page): Promise<void> {
  const watch = () => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        window.longTasks.push({ end: startTime + duration, ms: duration });
    }).observe({ type: "longtask", buffered: true });
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

/** Counts the frames that the page draws while something is done to it. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  const recorder = await page.evaluateHandle(() => {
    const times: number[] = [];
    const tasksBefore = window.longTasks.length;
    let isOn = true;
    const tick = (now: number) => {
      times.push(now);
      if (isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return {
      end: () => {
        isOn = false;
        return { times, longTasks: window.longTasks.length - tasksBefore };
      },
    };
  });
  await act();
  const { times, longTasks } = await recorder.evaluate((each) => each.end());
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const lastedMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return {
    framesPerSecond: Math.round((gaps.length / lastedMs) * 1_000 * 10) / 10,
    frameMsP95: Math.round((gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.95)] ?? 0) * 10) / 10,
    longTasks,
  };
}
