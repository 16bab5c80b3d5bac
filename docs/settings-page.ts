import { failureCodes } from "#core/failure.ts";
import { configFieldsOf } from "#core/node-kit/config-fields.ts";
import { stepHandlingSchema } from "#core/settings/step-handling.ts";
import { workflowSettingsSchema } from "#core/settings/workflow-settings.ts";
import { settingsTable } from "./settings-table.ts";

/** The page of the settings that every step and every workflow has beside its own. */
export function settingsPage(): string {
  return `<!-- Written by docs/generate.ts from core/settings and docs/settings-page.ts. Change those, then run npm run docs. -->

# Settings of every step and of a workflow

${steps}

### All of them

${settingsTable(configFieldsOf(stepHandlingSchema))}
### Codes of failures

| code | what happened |
| --- | --- |
${codeRows()}

${workflows}

### All of them

${settingsTable(configFieldsOf(workflowSettingsSchema))}`;
}

function codeRows(): string {
  return Object.entries(failureCodes)
    .map(([code, words]) => `| \`${code}\` | ${words} |`)
    .join("\n");
}

const steps = `## Failures and limits of a step

Select a step and open **Failures and limits** at the end of its settings. Folded, it says in a line what holds:
*3 tries, 30 s limit, goes on with a value*. A trigger has none of it: it starts runs and does not fail in them. For a
box (*For each*, *Repeat*, *State machine*) all of it holds for the box as a whole, so a new try begins it anew.

**Time limit** is for each try and counts waiting too: for a person, a signal, another workflow. What is under way is
broken off, and the step fails with the code \`timeout\`.

**Tries** is how often the step is tried in all. After a failure it pauses, and the pause grows: with a first pause of 2
seconds that doubles, the tries come after 2, 4, 8 and 16 seconds, but never later than the longest pause. *Spread the
pauses* draws each between half and all of its length, so that a thousand runs which failed together do not come back
together. When the other side says \`Retry-After\`, it is left alone for that long, up to a day. While a run pauses
for long it is rows in the database and nothing else.

**Try again after** says which failures are worth another try. *Failures that may pass* are those of the network and of
the other side: nobody answers, it took too long, the answer is 429 or 5xx. A formula that cannot be evaluated is not
among them, since it would fail again. With *Chosen failures* you write codes, as in \`timeout, http\`.

Each try of a request carries the same \`Idempotency-Key\`, so that the other side can tell a repetition.

**When it fails** after its last try:

| | the run | the step gives |
| --- | --- | --- |
| Stop the run | fails, unless an edge leaves the step's own error port | nothing |
| Go on at the error port | goes on at the port *Error* that the step then has | \`{ "code": "timeout", "message": "…", "retryable": true }\` |
| Go on with a value | goes on as if nothing had happened | the value, which may be a formula over what the step sees |

The record of the step in a run shows every try, and whether its output is the value instead of a result.

### Example
An *HTTP request* to a shop that is sometimes overloaded: time limit 20, tries 5, first pause 2, *Go on at the error
port*. Behind the error port an *HTTP request* tells the night shift: \`input.message\`.

A *Code* step that rates a customer: *Go on with a value*, value \`{"rating": "unknown"}\`.`;

const workflows = `## Runs of a workflow

Press **Workflow settings** beside the title and open **Runs**. The settings are part of the drawing: they are shared
while you work, can be undone, and hold for live runs once the workflow is published again.

**Deadline** fails a run that has not ended so many seconds after it was accepted, with the code \`deadline\`,
whether it works, waits or has not begun.

**Runs at the same time** counts runs that work and runs that wait. When there are as many, the new one *waits its turn*,
*is refused* (a webhook answers 429), or *the oldest is cancelled* for it. Test runs are not held back.

**Priority** decides who goes first when more runs are due than can be worked on. It does not stop what is under way.

**Same run when equal** is a formula over \`trigger\`. While a run with an equal answer is not older than **For how
long**, a second trigger starts nothing and is told the first run. A trigger for which the formula has no answer starts a
run of its own. Test runs do not take part.

**On failure, run** starts another published workflow, which begins with *When a run fails*, for each live run that
failed. It is given the workflow, the run, the failure and the step. Runs that were started by a failure start none.

**Keep runs for** deletes ended runs after so many days. The server may keep them for a shorter time.

### Example
A webhook that a shop calls twice when the first answer is slow: *Same run when equal* \`trigger.body.orderId\`, for
3600 seconds.

A nightly report that must not overlap with itself: *Runs at the same time* 1, *The new run is refused*.`;
