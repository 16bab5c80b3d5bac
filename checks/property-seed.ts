import fc from "fast-check";

/**
 * The gate draws the same cases every time, so that a change fails for what it changed. `npm run test:soak` draws
 * others; a failure prints the seed that found it, to be pinned by name in a test.
 */
const asked = process.env.HEDDLE_TEST_SEED ?? "20260101";
if (asked !== "any") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
