export type RefusalCode = "malformed" | "gap" | "too-large" | "not-allowed";

/** A change or a message that is not accepted, now or later: sending it again does not help. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
