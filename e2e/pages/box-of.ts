import type { Locator } from "@playwright/test";

export type Point = { readonly x: number; readonly y: number };

export type Box = Point & { readonly width: number; readonly height: number };

/** Where something is once it has stopped moving, window px. */
export async function boxOf(locator: Locator): Promise<Box> {
  const element = await locator.elementHandle();
  await element?.waitForElementState("stable");
  const box = await element?.boundingBox();
  if (!box) throw new Error("This is not on the screen, so it cannot be dragged.");
  return box;
}

export async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
