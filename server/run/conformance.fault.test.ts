import { afterAll, beforeAll, describe, test } from "vitest";
import { testDatabase } from "#db/testing.ts";
import { clusterWorld, embeddedWorld, type World } from "./testing/conformance-world.ts";
import { guarantees } from "./testing/guarantees.ts";

/** The same promises, kept by one process alone and by processes that share the work. */
const kinds = [
  { kind: "one process", make: embeddedWorld },
  { kind: "a cluster", make: clusterWorld },
];

describe.each(kinds)("in $kind", ({ make }) => {
  const database = testDatabase();
  let world: World;
  beforeAll(async () => {
    world = await make(database);
  });
  afterAll(() => world.stop());

  test.each(guarantees)("$name", ({ prove }) => prove(world));
});
