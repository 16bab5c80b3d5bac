"use client";

import { ChevronDown, GitCommitVertical, History, ListTree, TriangleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import type { MouseEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { laterPart } from "#components/ui/later-part.ts";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { WorkflowId } from "#core/id.ts";
import { useEditorSession, useProblems, useSession } from "./session-context.tsx";
import type { DrawerTab, SessionState } from "./session-store.ts";

// The drawer is folded at first; its panels are 5 kB (gzip) that the drawing need not wait for.
const loadProblems = laterPart(() => import("#components/runs/problems-panel.tsx"));
const loadLog = laterPart(() => import("#components/runs/run-log.tsx"));
const loadRuns = laterPart(() => import("#components/runs/runs-panel.tsx"));
const loadVersions = laterPart(() => import("#components/runs/versions-panel.tsx"));
const ProblemsPanel = dynamic(() => loadProblems().then((file) => file.ProblemsPanel), { ssr: false });
const RunLog = dynamic(() => loadLog().then((file) => file.RunLog), { ssr: false });
const RunsPanel = dynamic(() => loadRuns().then((file) => file.RunsPanel), { ssr: false });
const VersionsPanel = dynamic(() => loadVersions().then((file) => file.VersionsPanel), { ssr: false });

/** Under the canvas: what is wrong, what the run did, past runs, versions. Folded, its tabs stay as a strip. */
export function BottomDrawer({ workflowId }: { workflowId: WorkflowId }) {
  const { store } = useEditorSession();
  const tab = useSession(selectDrawer);
  const open = (next: DrawerTab | null) => store.setState({ drawer: next });
  // A tab opens when the button goes down: the same press must not fold it again.
  const foldIfOpen = (pressed: DrawerTab) => (event: MouseEvent) => {
    if (tab !== pressed || event.button !== 0) return;
    event.preventDefault();
    open(null);
  };
  return (
    <section
      aria-label="Problems and runs"
      data-panel="drawer"
      className={cn("shrink-0 border-t bg-surface", tab ? "h-64" : "h-9")}
    >
      <Tabs
        value={tab ?? ""}
        onValueChange={(value) => open(value as DrawerTab)}
        activationMode="manual"
        className="flex h-full flex-col"
      >
        <div className="flex shrink-0 items-center">
          <TabsList aria-label="Below the canvas" className="flex-1 border-b-0">
            <TabsTrigger value="problems" onMouseDown={foldIfOpen("problems")}>
              <TriangleAlert />
              Problems
              <ProblemCount />
            </TabsTrigger>
            <TabsTrigger value="log" onMouseDown={foldIfOpen("log")}>
              <ListTree />
              Run log
            </TabsTrigger>
            <TabsTrigger value="runs" onMouseDown={foldIfOpen("runs")}>
              <History />
              Runs
            </TabsTrigger>
            <TabsTrigger value="versions" onMouseDown={foldIfOpen("versions")}>
              <GitCommitVertical />
              Versions
            </TabsTrigger>
          </TabsList>
          {tab && (
            <IconButton label="Fold" size="sm" side="top" className="mr-1" onClick={() => open(null)}>
              <ChevronDown />
            </IconButton>
          )}
        </div>
        {tab && (
          <>
            <TabsContent value="problems" className="overflow-auto border-t">
              <ProblemsPanel />
            </TabsContent>
            <TabsContent value="log" className="overflow-auto border-t">
              <RunLog />
            </TabsContent>
            <TabsContent value="runs" className="overflow-auto border-t">
              <RunsPanel workflowId={workflowId} />
            </TabsContent>
            <TabsContent value="versions" className="overflow-auto border-t">
              <VersionsPanel workflowId={workflowId} />
            </TabsContent>
          </>
        )}
      </Tabs>
    </section>
  );
}

function ProblemCount() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  const hasError = problems.some((problem) => problem.severity === "error");
  return (
    <span
      data-testid="problem-count"
      className={cn(
        "rounded-full px-1.5 text-xs tabular-nums",
        hasError ? "bg-failed/12 text-failed" : "bg-waiting/12 text-waiting",
      )}
    >
      {problems.length}
    </span>
  );
}

function selectDrawer(state: SessionState) {
  return state.drawer;
}
