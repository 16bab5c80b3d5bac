"use client";

import { FileQuestion, Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { Canvas } from "#components/canvas/canvas.tsx";
import { Inspector } from "#components/inspector/inspector.tsx";
import { Palette } from "#components/palette/palette.tsx";
import { StepPicker } from "#components/palette/step-picker.tsx";
import { RemoteCursors } from "#components/presence/remote-cursors.tsx";
import { OpenRunBar } from "#components/runs/open-run-bar.tsx";
import { useLiveRuns } from "#components/runs/use-live-runs.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { fetchLaterParts, laterPart } from "#components/ui/later-part.ts";
import { PartBoundary } from "#components/ui/part-boundary.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { WorkflowId } from "#core/id.ts";
import { BottomDrawer } from "./bottom-drawer.tsx";
import { CanvasMenu } from "./canvas-menu.tsx";
import { EditorServicesHost } from "./editor-services.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { useLearnedShapes } from "./learned-shapes.ts";
import { EditorSessionProvider, useSession } from "./session-context.tsx";
import type { SessionState } from "./session-store.ts";
import { TopBar } from "./top-bar.tsx";
import { useBreakers } from "./use-breakers.ts";
import { useDraftSession } from "./use-draft-session.ts";

const loadPalette = laterPart(() => import("./command-palette.tsx"));
const loadSheet = laterPart(() => import("./shortcut-sheet.tsx"));
const CommandPalette = dynamic(() => loadPalette().then((file) => file.CommandPalette), { ssr: false });
const ShortcutSheet = dynamic(() => loadSheet().then((file) => file.ShortcutSheet), { ssr: false });

/** The editor of one workflow: its live draft, for as long as it is open. */
export function Editor({ workflowId }: { workflowId: WorkflowId }) {
  const session = useDraftSession(workflowId);
  if (!session) return <Loading />;
  return (
    <EditorSessionProvider session={session}>
      <WhenReady>
        <EditorLayout workflowId={workflowId} />
      </WhenReady>
    </EditorSessionProvider>
  );
}

/** Until the first sync there is nothing to draw; one that cannot be had says so. */
function WhenReady({ children }: { children: ReactNode }) {
  const saved = useSession(selectSaved);
  if (saved.kind === "missing")
    return (
      <main className="grid h-dvh place-items-center">
        <EmptyState
          icon={<FileQuestion />}
          title="This workflow cannot be opened"
          action={
            <Button asChild variant="primary">
              <Link href="/">All workflows</Link>
            </Button>
          }
        >
          It was deleted, or it belongs to another workspace.
        </EmptyState>
      </main>
    );
  return saved.kind === "connecting" ? <Loading /> : children;
}

function Loading() {
  return (
    <main className="grid h-dvh place-items-center bg-canvas text-sm text-muted">
      <span className="flex items-center gap-2">
        <Workflow aria-hidden className="size-4" />
        Opening the workflow
        <Spinner label="Opening" />
      </span>
    </main>
  );
}

function EditorLayout({ workflowId }: { workflowId: WorkflowId }) {
  useLiveRuns(workflowId);
  useLearnedShapes(workflowId);
  useBreakers(workflowId);
  const isPaletteOpen = useSession(selectPaletteOpen);
  const dialog = useSession(selectDialog);
  useEffect(fetchLaterParts, []);
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-canvas">
      <TopBar />
      <OpenRunBar />
      <div className="relative flex min-h-0 flex-1">
        {isPaletteOpen && (
          <nav aria-label="Steps" className="hidden w-64 shrink-0 border-r bg-surface md:block">
            <Palette />
          </nav>
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <main className="relative min-h-0 flex-1">
            <CanvasMenu>
              <Canvas>
                <RemoteCursors />
              </Canvas>
            </CanvasMenu>
            <EmptyCanvas />
          </main>
          <PartBoundary name="This panel">
            <BottomDrawer workflowId={workflowId} />
          </PartBoundary>
        </div>
        <InspectorPanel />
      </div>
      <StepPicker />
      <PartBoundary name="This dialog" resetKey={dialog ?? undefined}>
        <EditorServicesHost workflowId={workflowId} />
        {dialog === "commands" && <CommandPalette />}
        {dialog === "shortcuts" && <ShortcutSheet />}
      </PartBoundary>
    </div>
  );
}

function InspectorPanel() {
  const isWanted = useSession(selectInspectorShown);
  const isBoxSelecting = useSession(selectBoxSelecting);
  const selected = useSession(selectSelectedKey);
  const [isOpen, setOpen] = useState(isWanted);
  // The canvas must not change its width under a box that is being drawn.
  useEffect(() => {
    if (!isBoxSelecting) setOpen(isWanted);
  }, [isWanted, isBoxSelecting]);
  if (!isOpen) return null;
  return (
    <aside
      aria-label="Settings"
      className="absolute inset-y-0 right-0 z-20 min-h-0 w-96 max-w-full shrink-0 border-l bg-surface shadow-high lg:static lg:shadow-none"
    >
      <PartBoundary name="The settings" resetKey={selected}>
        <Inspector />
      </PartBoundary>
    </aside>
  );
}

function selectSaved(state: SessionState) {
  return state.saved;
}
function selectPaletteOpen(state: SessionState) {
  return state.paletteOpen;
}
/** With nothing selected the drawing gets the room, unless the workflow's own settings were asked for. */
function selectInspectorShown(state: SessionState) {
  return state.selection.size > 0 ? state.inspectorOpen : state.workflowOpen;
}
function selectSelectedKey(state: SessionState) {
  return [...state.selection].join(" ");
}
function selectBoxSelecting(state: SessionState) {
  return state.isBoxSelecting;
}
function selectDialog(state: SessionState) {
  return state.dialog;
}
