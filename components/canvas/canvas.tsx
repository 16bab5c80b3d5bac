"use client";

import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  type ReactFlowState,
  SelectionMode,
  useStore,
} from "@xyflow/react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { gridPx } from "#components/editor/new-node.ts";
import { useEditorSession, useIsLocked, useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { cn } from "#components/ui/cn.ts";
import { BoxPicker } from "./box-picker.tsx";
import { CanvasAnnouncer } from "./canvas-announcer.tsx";
import { CanvasControls } from "./canvas-controls.tsx";
import { canvasEvents } from "./canvas-events.ts";
import { useCanvasPort } from "./canvas-port.ts";
import { ConnectPicker } from "./connect-picker.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { ContainerBox } from "./container-box.tsx";
import { DropHint } from "./drop-hint.tsx";
import { FlowEdge } from "./flow-edge.tsx";
import { NoteCard } from "./note-card.tsx";
import { StepCard } from "./step-card.tsx";
import { createFlowProjection } from "./to-flow.ts";
import { TransitionEdge } from "./transition-edge.tsx";
import "./canvas.css";

const nodeTypes = { step: StepCard, container: ContainerBox, note: NoteCard };
const edgeTypes = { flow: FlowEdge, transition: TransitionEdge };
const snapGrid: [number, number] = [gridPx, gridPx];
const multiSelectKeys = ["Meta", "Control", "Shift"];
const fitViewOptions = { padding: "48px", maxZoom: 1, minZoom: 0.25 } as const;
/** From here on only what is on the screen is in the page; below it, keeping all is smoother while panning. */
const cullFrom = 120;

/** The drawing. Children are laid over it in the same coordinates' provider: cursors, empty states. */
export function Canvas({ children }: { children?: ReactNode }) {
  return (
    <ReactFlowProvider>
      <CanvasView>{children}</CanvasView>
    </ReactFlowProvider>
  );
}

function CanvasView({ children }: { children?: ReactNode }) {
  const session = useEditorSession();
  const graph = useShownGraph();
  const selection = useSession(selectSelection);
  const drag = useSession(selectDrag);
  const resize = useSession(selectResize);
  const ghost = useSession(selectGhost);
  const collapsed = useSession(selectCollapsed);
  const tool = useSession(selectTool);
  const isFar = useStore(selectIsFar);
  const isLocked = useIsLocked();
  const [projection] = useState(createFlowProjection);
  const root = useRef<HTMLDivElement>(null);
  const events = useMemo(() => canvasEvents(session), [session]);
  useCanvasPort(root);
  const input = { graph, registry: session.registry, selection, drag, resize, ghost, collapsed };
  return (
    <section
      ref={root}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes the keyboard: arrows move between steps
      tabIndex={0}
      aria-label="Workflow canvas"
      data-testid="canvas"
      data-panel="canvas"
      onDoubleClick={events.onDoubleClick}
      onDragOver={events.onDragOver}
      onDragLeave={events.onDragLeave}
      onDrop={events.onDrop}
      className={cn(
        "relative size-full bg-canvas outline-none select-none",
        tool === "hand" && "canvas-hand",
        isFar && "canvas-far",
      )}
    >
      <ReactFlow
        nodes={projection.nodes(input)}
        edges={projection.edges(input)}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={events.onNodesChange}
        onEdgesChange={events.onEdgesChange}
        onConnect={events.onConnect}
        onConnectEnd={events.onConnectEnd}
        isValidConnection={events.isValidConnection}
        onSelectionStart={events.onSelectionStart}
        onSelectionEnd={events.onSelectionEnd}
        onNodeDragStart={events.onNodeDragStart}
        onSelectionDragStart={events.onSelectionDragStart}
        onNodeDrag={events.onNodeDrag}
        onNodeDragStop={events.onNodeDragStop}
        onSelectionDrag={events.onNodeDrag}
        onSelectionDragStop={events.onNodeDragStop}
        onNodeDoubleClick={events.onNodeDoubleClick}
        onNodeContextMenu={events.onNodeContextMenu}
        onEdgeContextMenu={events.onEdgeContextMenu}
        onPaneClick={events.onPaneClick}
        connectionLineComponent={ConnectionLine}
        connectionRadius={28}
        connectOnClick={false}
        nodesDraggable={!isLocked && tool === "pointer"}
        nodesConnectable={!isLocked}
        elementsSelectable={tool === "pointer"}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        nodeDragThreshold={3}
        selectNodesOnDrag={false}
        elevateNodesOnSelect={false}
        snapToGrid
        snapGrid={snapGrid}
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={multiSelectKeys}
        selectionMode={SelectionMode.Partial}
        panActivationKeyCode="Space"
        panOnDrag={panButtons}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={fitViewOptions}
        onlyRenderVisibleElements={graph.nodes.length > cullFrom}
        attributionPosition="top-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        <CanvasControls />
        {children}
      </ReactFlow>
      <DropHint />
      <CanvasAnnouncer />
      <ConnectPicker />
      <BoxPicker />
    </section>
  );
}

const panButtons = [0, 1];

/** Below half size small print cannot be read: cards then show their title only, larger. */
function selectIsFar(state: ReactFlowState) {
  return state.transform[2] < 0.5;
}
function selectSelection(state: SessionState) {
  return state.selection;
}
function selectDrag(state: SessionState) {
  return state.drag;
}
function selectResize(state: SessionState) {
  return state.resize;
}
function selectGhost(state: SessionState) {
  return state.ghost;
}
function selectCollapsed(state: SessionState) {
  return state.collapsed;
}
function selectTool(state: SessionState) {
  return state.tool;
}
