import { anyShape, boolShape, listShape, numberShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { mergeShapes, shapeOf } from "../json/shape-of.ts";
import type { ParamKind } from "./define-function.ts";
import type { Formula, Loop } from "./formula.ts";
import { countComplaint, paramAt, unknownFunction, wrongKind } from "./function-use.ts";
import { functionsByName } from "./functions.ts";
import { inferField, inferIndex, inferName } from "./infer-access.ts";
import { inferBinary } from "./infer-binary.ts";
import { type CheckPlace, report, wordsOfShape } from "./issue.ts";

/** The shape that a part of a formula gives; what is wrong with it goes to `place.issues`. */
export function inferShape(formula: Formula, place: CheckPlace): Shape {
  const infer = (part: Formula) => inferShape(part, place);
  switch (formula.kind) {
    case "literal":
      return formula.value === null ? anyShape : shapeOf(formula.value);
    case "name":
      return inferName(formula, place);
    case "local":
      return place.locals[formula.slot] ?? anyShape;
    case "field":
      return inferField(formula, infer(formula.of), place);
    case "index":
      return inferIndex(formula, { of: infer(formula.of), key: infer(formula.key) }, place);
    case "call":
      return inferCall(formula, place);
    case "loop":
      return inferLoop(formula, place);
    case "bind":
      return inferShape(formula.body, withLocal(place, formula.slot, infer(formula.value)));
    case "has":
      inferShape(formula.of, { ...place, forgiving: true });
      return boolShape;
    case "coalesce":
      return merged(formula.args.map((arg) => inferShape(arg, { ...place, forgiving: true })));
    case "or-value":
      return merged([inferShape(formula.of, { ...place, forgiving: true }), infer(formula.otherwise)]);
    case "list":
      return listShape(merged(formula.items.map(infer)));
    case "object":
      return inferObject(formula, infer);
    case "if":
      expectBool(formula.test, place);
      return merged([infer(formula.yes), infer(formula.no)]);
    case "and":
    case "or":
      expectBool(formula.left, place);
      expectBool(formula.right, place);
      return boolShape;
    case "not":
      expectBool(formula.of, place);
      return boolShape;
    case "negate": {
      const shape = infer(formula.of);
      if (!mayBe(shape, "number"))
        report(place, "type", `This must be a number, but it is ${wordsOfShape(shape)}.`, formula.of);
      return numberShape;
    }
    case "binary":
      return inferBinary(formula, { left: infer(formula.left), right: infer(formula.right) }, place);
  }
}

function withLocal(place: CheckPlace, slot: number, shape: Shape): CheckPlace {
  return { ...place, locals: [...place.locals.slice(0, slot), shape] };
}

function merged(shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  return first ? rest.reduce(mergeShapes, first) : anyShape;
}

function expectBool(formula: Formula, place: CheckPlace): void {
  const shape = inferShape(formula, place);
  if (shape.kind === "any" || shape.kind === "bool") return;
  report(place, "type", `This must be true or false, but it is ${wordsOfShape(shape)}.`, formula);
}

function inferObject(formula: Formula & { kind: "object" }, infer: (part: Formula) => Shape): Shape {
  const fields: Record<string, Shape> = Object.create(null);
  let open = false;
  for (const [key, value] of formula.entries) {
    infer(key);
    const shape = infer(value);
    if (key.kind === "literal" && typeof key.value === "string") fields[key.value] = shape;
    else open = true;
  }
  return objectShape(fields, open);
}

function inferCall(formula: Formula & { kind: "call" }, place: CheckPlace): Shape {
  const shapes = formula.args.map((arg) => inferShape(arg, place));
  const definition = functionsByName.get(formula.name);
  const complaint = definition ? countComplaint(definition, shapes.length) : unknownFunction(formula.name);
  if (!definition || complaint) {
    report(place, definition ? "type" : "unknown-name", complaint ?? "", formula.at);
    return anyShape;
  }
  for (const [at, shape] of shapes.entries()) {
    const param = paramAt(definition, at);
    const arg = formula.args[at];
    if (!param || !arg || mayBe(shape, param.kind)) continue;
    report(place, "type", wrongKind(definition, param, wordsOfShape(shape), shape.kind === "text"), arg);
  }
  return typeof definition.returns === "function" ? definition.returns(shapes) : definition.returns;
}

const fitting: Readonly<Record<ParamKind, readonly Shape["kind"][]>> = {
  any: ["null", "bool", "number", "text", "list", "object"],
  text: ["text"],
  number: ["number"],
  list: ["list"],
  object: ["object"],
  scalar: ["text", "number", "bool"],
  date: ["text", "number"],
  "text-or-list": ["text", "list"],
  sized: ["text", "list", "object"],
};

/** False only when a value of this shape can never be of the kind. */
function mayBe(shape: Shape, kind: ParamKind): boolean {
  return shape.kind === "any" || shape.kind === "null" || fitting[kind].includes(shape.kind);
}

function inferLoop(formula: Formula & Loop, place: CheckPlace): Shape {
  const list = inferShape(formula.list, place);
  const inner = withLocal(place, formula.slot, itemOf(list, formula, place));
  if (formula.filter) expectBool(formula.filter, inner);
  const isTest = ["filter", "all", "exists", "exists_one"].includes(formula.macro);
  if (isTest) expectBool(formula.body, inner);
  const body = isTest ? boolShape : inferShape(formula.body, inner);
  const same = list.kind === "list" ? list : list.kind === "object" ? listShape(textShape) : listShape(anyShape);
  switch (formula.macro) {
    case "map":
      return listShape(body);
    case "filter":
    case "sortBy":
    case "uniqueBy":
      return same;
    case "groupBy":
      return listShape(objectShape({ key: body, items: same }));
    default:
      return boolShape;
  }
}

function itemOf(list: Shape, formula: Formula & Loop, place: CheckPlace): Shape {
  if (list.kind === "list") return list.of;
  if (list.kind === "object") return textShape;
  if (list.kind === "any" || list.kind === "null") return anyShape;
  report(place, "type", `${formula.macro} goes through a list, but this is ${wordsOfShape(list)}.`, formula.list);
  return anyShape;
}
