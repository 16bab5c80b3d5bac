/** Who may import whom. Each rule says why, so that whoever meets it knows where the code belongs instead. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: "\\.test\\.tsx?$|/testing/|^db/testing" },
  to,
});

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A circle has no first file to read.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    only("core-is-pure", "core runs in the browser and the server: it may know neither.", "^core/", {
      path: "^(server|db|components|app|e2e|bench)/",
    }),
    only("core-has-no-io", "core takes what it needs from the world as arguments.", "^core/", {
      dependencyTypes: ["core"],
    }),
    only("db-knows-core-only", "db keeps facts; what to do with them is decided in server.", "^db/(?!seed)", {
      path: "^(server|components|app|e2e)/",
    }),
    only("server-has-no-screens", "the server must start without React.", "^server/", {
      path: "^(components|app|e2e)/",
    }),
    only(
      "components-use-the-api",
      "the browser reaches the server through the API; only its type may be imported.",
      "^components/",
      {
        path: "^(server|db|app|e2e)/",
        dependencyTypesNot: ["type-only"],
      },
    ),
    only("app-routes-only", "a route wires screens; it holds no query.", "^app/", { path: "^(db|e2e)/" }),
    only(
      "one-canvas-library",
      "only components/canvas knows React Flow, so that it can be replaced there.",
      "^(?!components/canvas/)",
      {
        path: "node_modules/@xyflow/",
      },
    ),
    only(
      "one-way-out",
      "every outbound request goes through server/egress, which checks the address (R6).",
      "^server/(?!egress/)",
      {
        path: "node_modules/undici/",
      },
    ),
    only("one-jail", "code of users runs in a process of server/jail and nowhere else (R2).", "^(?!server/jail/)", {
      path: "node_modules/(quickjs-emscripten-core|@jitl)/",
    }),
    only("schedule-knows-plans", "the scheduler must not depend on node types.", "^core/schedule/", {
      path: "^core/(nodes|document)/",
    }),
    only(
      "compile-takes-the-registry",
      "compile is given the registry, so that tests can give it another.",
      "^core/compile/",
      {
        path: "^core/(nodes|schedule)/",
      },
    ),
    only(
      "commands-below-api",
      "commands do not know the protocol that called them.",
      "^server/(commands|run|triggers|effects|egress)/",
      {
        path: "^server/api/",
      },
    ),
    only("run-below-commands", "the engine does not know who asked.", "^server/(run|effects|egress)/", {
      path: "^server/(commands|collab|triggers|policies)/",
    }),
    only("journal-takes-entries", "what an entry holds is the affair of who drives the run.", "^server/run/journal/", {
      path: "^server/run/(admit|drive|containers|waiting|recover|trial|dispatch|cluster)/",
    }),
    only(
      "a-drive-only-drives",
      "a run in memory does not know how it came there, nor who else drives runs.",
      "^server/run/(drive|containers|waiting)/",
      { path: "^server/run/(admit|recover|trial|dispatch|cluster)/|^server/run/(driving|engine)[.]ts" },
    ),
    {
      name: "not-to-unresolvable",
      comment: "The import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\.css$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
