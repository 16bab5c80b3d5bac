import type { Json, JsonObject } from "#core/json/json.ts";

/** What a part of the dialog needs: where its input comes from, and where it goes when it is ready. */
export type RunInputProps = {
  /** Of the form element, so that the dialog's button submits it. */
  readonly formId: string;
  readonly config: JsonObject;
  /** The trigger's pinned output, which every test run begins from; undefined when nothing is pinned. */
  readonly pinned: Json | undefined;
  /** What was entered last time in this browser; undefined the first time. */
  readonly recalled: Json | undefined;
  /** What the trigger brought in its last run; undefined when it never ran. */
  readonly lastRun: Json | undefined;
  readonly onSubmit: (input: Json, remember: Json) => void;
};
