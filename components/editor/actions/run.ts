import { ArrowRightToLine, FlaskConical, Play, Rocket, ScrollText, Square, SquarePlay } from "lucide-react";
import type { Action } from "./action.ts";

/** Running and publishing; the editor's page does the talking to the server. */
export const runActions: readonly Action[] = [
  {
    id: "run.test",
    label: ({ state }) => (state.isRunning ? "Stop the run" : "Test run"),
    icon: Play,
    category: "Run",
    shortcuts: ["Mod+Enter"],
    predicate: ({ state }) => state.services !== null,
    perform: ({ state }) => (state.isRunning ? state.services?.stopRun() : state.services?.testRun()),
  },
  {
    id: "run.test-step",
    label: "Test this step",
    icon: FlaskConical,
    category: "Run",
    shortcuts: ["Mod+Shift+Enter"],
    predicate: ({ state, nodes }) => state.services !== null && nodes.length === 1,
    perform: ({ state, nodes }) => {
      if (nodes[0]) state.services?.testStep(nodes[0].id);
    },
  },
  {
    id: "run.until",
    label: "Run to here",
    icon: ArrowRightToLine,
    category: "Run",
    shortcuts: ["Shift+R"],
    predicate: ({ state, nodes }) => state.services !== null && nodes.length === 1 && !state.isRunning,
    perform: ({ state, nodes }) => {
      if (nodes[0]) state.services?.runPart(nodes[0].id, "until");
    },
  },
  {
    id: "run.only",
    label: "Run only this step",
    icon: SquarePlay,
    category: "Run",
    shortcuts: ["R"],
    predicate: ({ state, nodes }) => state.services !== null && nodes.length === 1 && !state.isRunning,
    perform: ({ state, nodes }) => {
      if (nodes[0]) state.services?.runPart(nodes[0].id, "only");
    },
  },
  {
    id: "run.publish",
    label: "Publish…",
    icon: Rocket,
    category: "Run",
    shortcuts: ["Shift+P"],
    predicate: ({ state }) => state.services !== null,
    perform: ({ state }) => state.services?.publish(),
  },
  {
    id: "run.log",
    label: "Show or hide the run log",
    icon: ScrollText,
    category: "Run",
    shortcuts: ["L"],
    isReading: true,
    perform: ({ session, state }) => session.store.setState({ drawer: state.drawer === "log" ? null : "log" }),
  },
  {
    id: "run.clear",
    label: "Clear the run from the canvas",
    icon: Square,
    category: "Run",
    predicate: ({ state }) => state.run !== null && !state.isRunning,
    perform: ({ session }) => session.store.setState({ run: null }),
  },
];
