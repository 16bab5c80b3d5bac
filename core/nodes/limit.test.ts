import { expect, it } from "vitest";
import { limit } from "./limit.ts";
import { emitted } from "./testing/run-node.ts";

const input = [1, 2, 3, 4, 5];

it.each([
  [{ count: 2 }, [1, 2]],
  [{ count: 2, skip: 1 }, [2, 3]],
  [{ count: 2, from: "end" }, [4, 5]],
  [{ count: 2, from: "end", skip: 1 }, [3, 4]],
  [{ count: 9 }, [1, 2, 3, 4, 5]],
  [{ count: 9, from: "end", skip: 9 }, []],
  [{ count: 0 }, []],
])("with %j keeps %j", (config, kept) => {
  expect(emitted(limit, { config, input })).toEqual(kept);
});
