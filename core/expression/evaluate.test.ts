import { describe, expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { evaluateExpression } from "./evaluate.ts";
import { absentSteps, type Scope } from "./scope.ts";

const scope: Scope = {
  trigger: { body: { amount: 12 } },
  steps: {
    orders: {
      items: [
        { name: "Bolt", price: 2.5, quantity: 4 },
        { name: "Nut", price: 1, quantity: 3 },
      ],
      total: 13,
    },
    "odd key": 1,
  },
  input: [3, 1, 2],
  item: { sector: "Energy" },
  index: 1,
  [absentSteps]: new Map([
    ["refund", "skipped"],
    ["mail", "not-run"],
  ]),
};

const valueIn = (source: string, own: Scope = scope): Json => {
  const result = evaluateExpression(source, own);
  if (!result.ok) throw new Error(`${source}: ${result.failure.message}`);
  return result.value;
};

function failureOf(source: string, own: Scope = scope) {
  const result = evaluateExpression(source, own);
  if (result.ok) throw new Error(`${source} gives ${JSON.stringify(result.value)}`);
  const { source: _source, ...details } = result.failure.details as {
    source: string;
    from: number;
    to: number;
    reason: string;
  };
  return { code: result.failure.code, message: result.failure.message, ...details };
}

describe("numbers are JSON numbers", () => {
  it.each<[string, Json]>([
    ["1 + 1.5", 2.5],
    ["10 / 4", 2.5],
    ["7 % 4", 3],
    ["input.size() * 2.5", 7.5],
    ["index + 1", 2],
    ["input[index]", 1],
    ["input[index - 1]", 3],
    ["input[size(input) - 1]", 2],
    ["1 == 1.0", true],
    ["[1, 2.5, 3].sum()", 6.5],
    ["2 in [1.0, 2.0]", true],
    ["-(-3)", 3],
    ["0 * -1", 0],
    ["0xff", 255],
    ["1e3", 1000],
    ["steps.orders.items.map(x, x.price * x.quantity).sum()", 13],
  ])("%s is %j", (source, result) => expect(valueIn(source)).toBe(result));

  it("what is no number is never a result", () => {
    expect(failureOf("1 / 0")).toMatchObject({
      code: "expression",
      message: expect.stringContaining("divided by zero"),
    });
    expect(failureOf("1e308 * 10").message).toContain("too large");
    expect(failureOf("[1e308, 1e308].sum() > 1").message).toContain("too large");
    expect(failureOf("1e999").reason).toBe("syntax");
    expect(Object.is(valueIn("ceil(-0.5)"), 0)).toBe(true);
    expect(failureOf("pow(-1, 0.5)").code).toBe("expression");
  });
});

describe("the language", () => {
  it.each<[string, Json]>([
    ["true || missing", true],
    ["false && missing", false],
    ['item.sector == "Energy" ? "yes" : "no"', "yes"],
    ["[1, 2] + [3]", [1, 2, 3]],
    ['{"a": 1, "b": [index]}', { a: 1, b: [1] }],
    ['"a" in {"a": 1}', true],
    ['"ell" in "hello"', true],
    ['{"a": 1, "b": 2} == {"b": 2, "a": 1}', true],
    ["[1, [2]] != [1, [2]]", false],
    ["input.filter(x, x > 1).map(y, y * 10)", [30, 20]],
    ["input.map(x, x > 1, x * 10)", [30, 20]],
    ["[[1, 2], [3]].map(x, x.map(y, y + x.size()))", [[3, 4], [4]]],
    ['{"a": 1}.map(key, key)', ["a"]],
    ["cel.bind(t, input.sum(), t * t)", 36],
    ['upper("a") == "a".upper()', true],
    ['steps["odd key"]', 1],
    ["steps.orders.items[0].name", "Bolt"],
    ["null", null],
    ["'single' + \"double\"", "singledouble"],
    ["input", [3, 1, 2]],
    ["input.sortBy(x, -x)", [3, 2, 1]],
    ["[{'a': null}, {'a': 1}].sortBy(x, x.a)", [{ a: 1 }, { a: null }]],
  ])("%s is %j", (source, result) => expect(valueIn(source)).toEqual(result));

  it("a variable of a loop hides a name of the scope, and only inside", () => {
    expect(valueIn("[10].map(index, index)[0] + index")).toBe(11);
  });

  it("a plain path gives the value itself, without a copy", () => {
    expect(valueIn("steps.orders")).toBe((scope.steps as { orders: Json }).orders);
  });
});

describe("what is missing is named, with what there is", () => {
  it.each<[string, string, number, number]>([
    ["steps.orders.totl", 'steps.orders has no "totl". Did you mean "total"? It has: items, total.', 13, 17],
    ["steps.order.total", 'There is no step "order" before this one. Did you mean steps.orders?', 6, 11],
    ["steps.refund.id", 'The step "refund" was skipped in this run, so it has no output.', 6, 12],
    ["steps.mail", 'The step "mail" has not run yet, so it has no output.', 6, 10],
    ["orders.total", "Did you mean steps.orders?", 0, 6],
    ["inptu", "Did you mean input?", 0, 5],
    ["input[7]", "The list has 3 items, so there is no item 7 (the first is 0).", 6, 7],
    ["input[0.5]", "A place in a list is a whole number, but this is 0.5.", 6, 9],
    ["steps.orders.items.price", "steps.orders.items is a list", 19, 24],
    ["item.sector.name", 'item.sector is text, so it has no "name".', 12, 16],
    ['"12" * 2', "Turn it into one with toNumber(…).", 0, 4],
    ['"Total: " + 12', "Use string(…) to join them as text", 0, 14],
    ["item.sector ? 1 : 2", "This must be true or false, but it is text.", 0, 11],
    ["lowr('a')", 'There is no function "lowr". Did you mean lower?', 0, 4],
    ["truncate('a')", "truncate is used as truncate(text, length, ending?); here it gets 1 value.", 0, 8],
    ["lower(1)", "lower needs text here, but this is a number.", 6, 7],
    ["'a' < 1", "cannot be put in order", 0, 7],
    ["'x'.matches('(')", "the pattern cannot be read", 0, 16],
    ["toNumber('12 apples')", '"12 apples" is not a number.', 0, 21],
  ])("%s", (source, message, from, to) => {
    const found = failureOf(source);
    expect(found.message).toContain(message);
    expect([found.from, found.to]).toEqual([from, to]);
  });

  it.each<[string, string]>([
    ["1 +", "stops too early"],
    ["'abc", "Add the missing quote"],
    ["1 + * 2", "does not belong here"],
    ["", "The formula is empty"],
    ['b"x"', "Bytes cannot flow"],
    ["input.map(1, 2)", "must be a plain name"],
    ["for", "reserved"],
  ])("%s cannot be read: %s", (source, message) => {
    expect(failureOf(source)).toMatchObject({
      code: "expression",
      reason: "syntax",
      message: expect.stringContaining(message),
    });
  });
});

describe("a step that gave nothing can be read as optional", () => {
  it.each<[string, Json]>([
    ["steps.?refund", null],
    ["steps.?refund.id", null],
    ["steps.?refund.orValue(5)", 5],
    ["steps.?orders.total.orValue(5)", 13],
    ["steps[?'refund'].orValue({})", {}],
    ["has(steps.refund)", false],
    ["has(steps.refund.deep.er)", false],
    ["has(steps.orders.total)", true],
    ["coalesce(steps.refund.id, steps.orders.total)", 13],
    ["coalesce(null, steps.nowhere)", null],
    ["has(steps.refund) ? steps.refund.id : 0", 0],
    ["[steps.?refund, 1]", [null, 1]],
  ])("%s is %j", (source, result) => expect(valueIn(source)).toEqual(result));

  it("other mistakes are not forgiven", () => {
    expect(failureOf("coalesce(1 / 0, 2)").message).toContain("divided by zero");
    expect(failureOf("has(nothing.here)").reason).toBe("unknown-name");
  });
});

describe("dates never look at a clock", () => {
  it.each(['parseDate("10:30")', 'parseDate("10:30", "HH:mm")', 'formatDate("10:30", "yyyy")'])(
    "%s is refused",
    (source) => {
      expect(failureOf(source).code).toBe("expression");
    },
  );

  it.each<[string, Json]>([
    ['parseDate("2024-05-31")', "2024-05-31T00:00:00.000Z"],
    ['parseDate("2024-05-31T10:00:00+02:00")', "2024-05-31T08:00:00.000Z"],
    ['parseDate("2024-05-31 10:00:00")', "2024-05-31T10:00:00.000Z"],
    ['parseDate("Fri, 31 May 2024 10:00:00 GMT")', "2024-05-31T10:00:00.000Z"],
    ["parseDate(0)", "1970-01-01T00:00:00.000Z"],
    ['addDuration("2024-01-01T00:00:00Z", "1h30m")', "2024-01-01T01:30:00.000Z"],
    ['addDuration("2024-01-01T00:00:00Z", "-2d")', "2023-12-30T00:00:00.000Z"],
    ['addDuration("2024-03-30T12:00:00Z", "P1D", "Europe/Berlin")', "2024-03-31T11:00:00.000Z"],
    ['isDate("2024-02-29")', true],
  ])("%s is %j", (source, result) => expect(valueIn(source)).toBe(result));

  it.each([
    'addDuration("2024-01-01", "soon")',
    'parseDate("tomorrow")',
    'startOf("2024-01-01", "eon")',
    'formatDate("2024-01-01", "yyyy", "Mars/Base")',
  ])("%s fails with a sentence", (source) => expect(failureOf(source).message).toMatch(/is not a/));
});
