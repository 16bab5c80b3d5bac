"use client";

import { ArrowLeft, CircleHelp, Play, Redo2, Rocket, Settings2, Square, TextSearch, Undo2 } from "lucide-react";
import Link from "next/link";
import { useSyncExternalStore } from "react";
import { PresenceAvatars } from "#components/presence/presence-avatars.tsx";
import { ThemeSwitch } from "#components/shell/theme-switch.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { performAction } from "./actions/perform-action.ts";
import { SavedPill } from "./saved-pill.tsx";
import { useEditorSession, useSession } from "./session-context.tsx";
import type { SessionState } from "./session-store.ts";
import { WorkflowTitle } from "./workflow-title.tsx";

/** What this is, whether it is safe, who else is here, and the two things to do with it: run and publish. */
export function TopBar() {
  const session = useEditorSession();
  const isRunning = useSession(selectRunning);
  const isWorkflowOpen = useSession(selectWorkflowOpen);
  const perform = (id: string) => () => performAction(session, id);
  return (
    <header data-panel="top" className="flex h-12 shrink-0 items-center gap-2 border-b bg-surface px-2">
      <Tooltip label="All workflows">
        <Button asChild variant="ghost" className="w-8 px-0">
          <Link href="/" aria-label="All workflows">
            <ArrowLeft />
          </Link>
        </Button>
      </Tooltip>
      <WorkflowTitle />
      <IconButton
        label="Workflow settings"
        aria-pressed={isWorkflowOpen}
        className={cn(isWorkflowOpen && "bg-accent-soft text-accent")}
        onClick={perform("view.workflow")}
      >
        <Settings2 />
      </IconButton>
      <SavedPill />
      <div className="flex-1" />
      <PresenceAvatars />
      <UndoButtons />
      <span aria-hidden className="mx-1 hidden h-5 w-px bg-line sm:block" />
      <div className="hidden items-center sm:flex">
        <IconButton label="All commands" shortcut="Mod+K" onClick={perform("help.commands")}>
          <TextSearch />
        </IconButton>
        <IconButton label="Keyboard shortcuts" shortcut="?" onClick={perform("help.shortcuts")}>
          <CircleHelp />
        </IconButton>
        <ThemeSwitch />
      </div>
      <Tooltip label={isRunning ? "Stop the run" : "Run the draft"} shortcut="Mod+Enter">
        <Button onClick={perform("run.test")} data-testid="test-run">
          {isRunning ? <Square className="text-failed" /> : <Play className="text-succeeded" />}
          <span className="max-sm:sr-only">{isRunning ? "Stop" : "Test run"}</span>
        </Button>
      </Tooltip>
      <Tooltip label="Make this draft the live version" shortcut="Shift+P">
        <Button variant="primary" onClick={perform("run.publish")} data-testid="publish">
          <Rocket />
          <span className="max-sm:sr-only">Publish</span>
        </Button>
      </Tooltip>
    </header>
  );
}

function UndoButtons() {
  const session = useEditorSession();
  const { history } = session;
  const subscribe = history?.subscribe ?? never;
  const undoLabel = useSyncExternalStore(subscribe, () => history?.undoLabel() ?? null, nothing);
  const redoLabel = useSyncExternalStore(subscribe, () => history?.redoLabel() ?? null, nothing);
  return (
    <div className="hidden items-center sm:flex">
      <IconButton
        label={undoLabel ? `Undo: ${undoLabel}` : "Undo"}
        shortcut="Mod+Z"
        disabled={undoLabel === null}
        onClick={() => performAction(session, "edit.undo")}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={redoLabel ? `Redo: ${redoLabel}` : "Redo"}
        shortcut="Mod+Shift+Z"
        disabled={redoLabel === null}
        onClick={() => performAction(session, "edit.redo")}
      >
        <Redo2 />
      </IconButton>
    </div>
  );
}

function never() {
  return () => {};
}
function nothing() {
  return null;
}
function selectWorkflowOpen(state: SessionState) {
  return state.workflowOpen && state.selection.size === 0;
}
function selectRunning(state: SessionState) {
  return state.isRunning;
}
