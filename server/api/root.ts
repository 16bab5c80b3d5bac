import { watch } from "./routers/live/watch.ts";
import { activations } from "./routers/runs/activations.ts";
import { cancel } from "./routers/runs/cancel.ts";
import { get as getRun } from "./routers/runs/get.ts";
import { list as listRuns } from "./routers/runs/list.ts";
import { resume } from "./routers/runs/resume.ts";
import { start } from "./routers/runs/start.ts";
import { step } from "./routers/runs/step.ts";
import { breakers } from "./routers/steps/breakers.ts";
import { samples } from "./routers/steps/samples.ts";
import { test } from "./routers/steps/test.ts";
import { complete } from "./routers/tasks/complete.ts";
import { list as listTasks } from "./routers/tasks/list.ts";
import { graph } from "./routers/versions/graph.ts";
import { list as listVersions } from "./routers/versions/list.ts";
import { publish } from "./routers/versions/publish.ts";
import { create } from "./routers/workflows/create.ts";
import { duplicate } from "./routers/workflows/duplicate.ts";
import { exportFile } from "./routers/workflows/export.ts";
import { get as getWorkflow } from "./routers/workflows/get.ts";
import { importFile } from "./routers/workflows/import.ts";
import { list as listWorkflows } from "./routers/workflows/list.ts";
import { remove } from "./routers/workflows/remove.ts";
import { rename } from "./routers/workflows/rename.ts";
import { replace } from "./routers/workflows/replace.ts";
import { restore } from "./routers/workflows/restore.ts";
import { assertEveryProcedureHasRight, router } from "./trpc.ts";

export const appRouter = router({
  workflows: router({
    list: listWorkflows,
    get: getWorkflow,
    create,
    rename,
    duplicate,
    remove,
    restore,
    export: exportFile,
    import: importFile,
    replace,
  }),
  versions: router({ publish, list: listVersions, graph }),
  runs: router({ start, list: listRuns, get: getRun, cancel, resume, step, activations }),
  steps: router({ test, samples, breakers }),
  tasks: router({ list: listTasks, complete }),
  live: router({ watch }),
});

assertEveryProcedureHasRight(appRouter);

export type AppRouter = typeof appRouter;
