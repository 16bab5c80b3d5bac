import type * as html from "./formats/html.ts";
import type * as retryAfter from "./formats/retry-after.ts";
import type * as xml from "./formats/xml.ts";
import type * as time from "./time/read-moment.ts";

/*
 * What only a step's `run` calls, as browsers get it (`imports` in package.json): they draw and check steps and never
 * run one, so the canvas comes without the parsers of XML and HTML and without Luxon: 81 kB (gzip) of its first scripts.
 */

function onServer(): never {
  throw new Error("Steps run on the server.");
}

export const readHtml: typeof html.readHtml = onServer;
export const readRetryAfter: typeof retryAfter.readRetryAfter = onServer;
export const parseXml: typeof xml.parseXml = onServer;
export const readMoment: typeof time.readMoment = onServer;
export const readPattern: typeof time.readPattern = onServer;
export const momentAt: typeof time.momentAt = onServer;
export const momentText: typeof time.momentText = onServer;
