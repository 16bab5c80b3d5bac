import type { Json } from "../json/json.ts";

/** Tells the other workflows of the workspace that something happened; those with a matching event trigger start. */
export type EmitEventRequest = { readonly name: string; readonly value: Json };
