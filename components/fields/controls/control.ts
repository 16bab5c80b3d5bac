import type { ReactNode } from "react";
import type { Json } from "#core/json/json.ts";
import type { FieldSpec } from "../field-spec.ts";

/** What every control gets: the field, its raw value, and where changes go. */
export type ControlProps = {
  readonly spec: FieldSpec;
  /** Path into the node's settings: `fields.2.value`. */
  readonly path: string;
  /** Of the element that takes the focus. */
  readonly id: string;
  /** Read aloud: the field's title, with its row where it is in one. */
  readonly label: string;
  readonly describedBy?: string;
  readonly raw: Json | undefined;
  readonly onChange: (value: Json) => void;
  readonly isInvalid: boolean;
  /** Draws a field inside this one: rows hold fields, and fields hold rows. */
  readonly drawField: (props: FieldProps) => ReactNode;
};

export type FieldProps = {
  readonly spec: FieldSpec;
  readonly path: string;
  readonly raw: Json | undefined;
  readonly onChange: (value: Json) => void;
  /** `Row 2`, in front of the title when it is read aloud. */
  readonly context?: string;
  /** The title is small: the only field of a row. */
  readonly isTitleHidden?: boolean;
};
