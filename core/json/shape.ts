/**
 * What is known about a value before it exists: enough to check formulas, fill the data tree and complete names.
 * `any` means nothing is known and everything is allowed.
 */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "null" | "bool" | "number" | "text" }
  | { readonly kind: "list"; readonly of: Shape }
  | {
      readonly kind: "object";
      readonly fields: Readonly<Record<string, Shape>>;
      /** True when there may be more fields than those listed. */
      readonly open: boolean;
      /** Names of the fields that may be absent. */
      readonly optional?: readonly string[];
    };

export const anyShape: Shape = { kind: "any" };
export const textShape: Shape = { kind: "text" };
export const numberShape: Shape = { kind: "number" };
export const boolShape: Shape = { kind: "bool" };

export function listShape(of: Shape): Shape {
  return { kind: "list", of };
}

/** An object with just these fields, or at least these when `open`. */
export function objectShape(fields: Readonly<Record<string, Shape>>, open = false): Shape {
  return { kind: "object", fields, open };
}
