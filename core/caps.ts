/** Every limit of the product in one place, each with the unit in its name. */
export const caps = {
  bodyBytes: 10 * 1024 * 1024,
  valueBytes: 2 * 1024 * 1024,
  jsonDepth: 64,
  nodes: 2_000,
  runSteps: 50_000,
  expressionBytes: 10 * 1024,
  /** A value larger than this is kept once, by its hash, outside the journal. */
  inlineValueBytes: 8 * 1024,
  decompressionRatio: 20,
  documentBytes: 2 * 1024 * 1024,
  collabMessageBytes: 256 * 1024,
  /** Of a workflow and of a step. */
  titleChars: 200,
  /** Of a workflow, and of the notes of a version. */
  descriptionChars: 2_000,
  /** Of a step's name in formulas, and of the name of its type. */
  keyChars: 64,
  /** Of the text of a note on the canvas. */
  noteChars: 20_000,
} as const;
