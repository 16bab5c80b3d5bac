import { z } from "zod";
import type { Json } from "#core/json/json.ts";
import { jsonFaultOf } from "#core/json/safe-json.ts";

/** Any JSON value, without names that reach the prototype (R19) and not too deep; null stands for none. */
export const json = z.custom<Json>().superRefine((value, context) => {
  const fault = value === undefined ? { path: "", message: "Give a value; null stands for none." } : jsonFaultOf(value);
  if (fault)
    context.addIssue({ code: "custom", message: `${fault.path}${fault.path === "" ? "" : ": "}${fault.message}` });
});
