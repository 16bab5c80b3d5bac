/** Every limit of the product in one place, each with the unit in its name. */
export const caps = {
  bodyBytes: 10 * 1024 * 1024,
  valueBytes: 2 * 1024 * 1024,
  jsonDepth: 64,
  nodes: 2_000,
  /** Steps that a run may take, rounds and visits of states included. */
  runSteps: 50_000,
  /** Steps that a run may take inside the items of For each boxes. */
  runItemSteps: 1_000_000,
  /** So many events may lead from one run to another: workflows that set one another off in a circle come to an end. */
  eventDepth: 20,
  /** Signals of different names that one step is sent. */
  stepMessages: 100,
  expressionBytes: 10 * 1024,
  /** A value larger than this is kept once, by its hash, outside the journal. */
  inlineValueBytes: 8 * 1024,
  decompressionRatio: 20,
  /** Of the source of a script. */
  scriptBytes: 100 * 1024,
  /** Of all that one script is given: its input and its values. */
  scriptGivenBytes: 4 * 1024 * 1024,
  /** Of what a script writes to its console; more is left out. */
  scriptConsoleLines: 200,
  scriptConsoleChars: 32 * 1024,
  scriptConsoleLineChars: 4 * 1024,
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
