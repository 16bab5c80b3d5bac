import { z } from "zod";

/** The query library sends a direction with each page of an endless list; ours only go forward. */
export const forward = z.literal("forward").optional();
