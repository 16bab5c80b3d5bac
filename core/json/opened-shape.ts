import { anyShape, type Shape } from "./shape.ts";

/**
 * A sample's shape as a hint instead of a promise: objects may have more fields, and an empty list or null may turn
 * out to hold anything.
 */
export function opened(shape: Shape): Shape {
  switch (shape.kind) {
    case "list":
      return { kind: "list", of: opened(shape.of) };
    case "object":
      return {
        ...shape,
        fields: Object.fromEntries(Object.entries(shape.fields).map(([name, of]) => [name, opened(of)])),
        open: true,
      };
    case "null":
      return anyShape;
    default:
      return shape;
  }
}
