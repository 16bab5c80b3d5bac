import type { FormField } from "../forms/form-field.ts";
import type { JsonObject } from "../json/json.ts";

/** Work for a person. The run waits, as rows only, until somebody has done it or its time is over. */
export type TaskRequest = {
  readonly title: string;
  /** Markdown without HTML. */
  readonly description: string;
  /** Names or e-mail addresses of who may do it; empty for anybody in the workspace. */
  readonly assignees: readonly string[];
  readonly fields: readonly FormField[];
  /** The buttons, at least one: the one that is pressed is the choice. */
  readonly choices: readonly string[];
  /** Unix milliseconds; null for no limit. */
  readonly dueMs: number | null;
};

/** `choice` is null when nobody did it in time. */
export type TaskResult = {
  readonly choice: string | null;
  readonly values: JsonObject;
  /** Name of the person; null when nobody did it in time. */
  readonly by: string | null;
};
