"use client";
import { ChevronDown } from "lucide-react";
import { useEffect, useState } from "react";
import { useEditorSession, useNodeProblems, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { StatusIcon } from "#components/ui/status.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { InputPane } from "./input-pane.tsx";
import { OutputPane } from "./output-pane.tsx";
import { useSamples } from "./samples.ts";
import { SettingsPane } from "./settings-pane.tsx";
import { Splitter, useSplit } from "./splitter.tsx";
import { StepHeader } from "./step-header.tsx";
import { RecordedStep } from "./step-record.tsx";
import { StepSurroundings } from "./step-surroundings.tsx";
import { useIsTesting } from "./step-test.ts";
import { TestButton } from "./test-button.tsx";

/** The selected step in the side panel: settings with the values to use below them, and its output. */
export function StepInspector({ node }: { node: GraphNode }) {
  const { registry, isReadOnly } = useEditorSession();
  const samples = useSamples();
  const [tab, setTab] = useState("settings");
  const errors = useNodeProblems(node.id).filter((problem) => problem.severity === "error").length;
  const run = useSession(selectRun);
  const status = run?.view.nodes.get(node.id)?.status;
  const isTesting = useIsTesting(node.id);
  // What a test gives is what one waits for, wherever it was started.
  useEffect(() => {
    if (isTesting) setTab("output");
  }, [isTesting]);
  const shown = tab === "run" && !status ? "settings" : tab;
  const isTrigger = registry.get(node.type)?.role === "trigger";
  return (
    <StepSurroundings node={node} samples={samples} isReadOnly={isReadOnly}>
      <StepHeader node={node} />
      <Tabs value={shown} onValueChange={setTab} className="flex min-h-0 flex-1 flex-col">
        <div className="flex items-center border-b pr-3">
          <TabsList className="flex-1 border-b-0">
            <TabsTrigger value="settings">
              Settings
              {errors > 0 && (
                <span className="rounded-full bg-failed/12 px-1.5 text-xs text-failed tabular-nums">
                  {errors}
                  <span className="sr-only">{errors === 1 ? " problem" : " problems"}</span>
                </span>
              )}
            </TabsTrigger>
            <TabsTrigger value="output">Output</TabsTrigger>
            {run && status && (
              <TabsTrigger value="run">
                <StatusIcon status={status} /> Run
              </TabsTrigger>
            )}
          </TabsList>
          <TestButton node={node} />
        </div>
        <TabsContent value="settings" className="flex flex-col">
          {isTrigger ? (
            <div className="min-h-0 flex-1 overflow-auto">
              <SettingsPane node={node} className="p-3" />
            </div>
          ) : (
            <SettingsWithInput node={node} />
          )}
        </TabsContent>
        <TabsContent value="output" className="flex flex-col">
          <OutputPane node={node} samples={samples} className="flex-1" />
        </TabsContent>
        {run && (
          <TabsContent value="run" className="flex flex-col pt-2">
            <RecordedStep node={node} runId={run.runId} />
          </TabsContent>
        )}
      </Tabs>
    </StepSurroundings>
  );
}

function selectRun(state: SessionState) {
  return state.run;
}

/** Settings above, the values to put into them below; the line between them can be dragged, and the lower part folded. */
function SettingsWithInput({ node }: { node: GraphNode }) {
  const split = useSplit("heddle.inspector.values", 240);
  return (
    <>
      <div className="min-h-24 flex-1 overflow-auto">
        <SettingsPane node={node} className="p-3" />
      </div>
      <Splitter split={split} label="Height of the values" />
      <div className="flex shrink-0 flex-col bg-sunken/50" style={split.isFolded ? undefined : { height: split.size }}>
        <button
          type="button"
          aria-expanded={!split.isFolded}
          onClick={() => split.setFolded(!split.isFolded)}
          className="flex h-8 shrink-0 items-center gap-1.5 px-3 text-sm font-medium hover:bg-hover"
        >
          <ChevronDown
            aria-hidden
            className={cn("size-3.5 text-faint transition-transform", split.isFolded && "-rotate-90")}
          />
          Values to use
          <span className="ml-auto text-xs font-normal text-faint">click or drag into a field</span>
        </button>
        {!split.isFolded && <InputPane className="flex-1" />}
      </div>
    </>
  );
}
