import { z } from "zod";
import type { Json } from "#core/json/json.ts";

/** Any JSON value; what comes over the wire was parsed as JSON already, so only absence is refused. */
export const json = z.custom<Json>((value) => value !== undefined, "Give a value; null stands for none.");
