import { FormulaError } from "./formula-error.ts";

/**
 * Counts what a formula does and stops it before it can hold up others. One unit is about one operation on one item:
 * the limit is well under a second. Loops and functions charge; straight-line parts are bounded by the source's size.
 */
const workMax = 4_000_000;

export class Work {
  private left = workMax;

  /** Throws a FormulaError of kind `cap` when the formula has done too much. */
  charge(units: number): void {
    this.left -= units;
    if (this.left < 0) {
      const message =
        "The formula does too much work. Make its lists smaller, or use a list step such as Group or Sort.";
      throw new FormulaError("cap", message, { from: 0, to: 0 });
    }
  }
}
