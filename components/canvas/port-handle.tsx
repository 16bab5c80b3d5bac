import { Handle, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { openPicker } from "#components/editor/open-picker.ts";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import type { NodeId } from "#core/id.ts";
import type { PlacedPort } from "./card-geometry.ts";
import { usePortConnected } from "./connected-ports.ts";
import { newTransition } from "./new-transition.ts";

type Props = { nodeId: NodeId; port: PlacedPort };

/** A port: drag from it to connect, click it to pick the step that follows. Its name shows while the pointer is on it. */
export const PortHandle = memo(function PortHandle({ nodeId, port }: Props) {
  const session = useEditorSession();
  const isConnected = usePortConnected(nodeId, port.side, port.name);
  const isOut = port.side === "out";
  const isNew = port.name === newTransition.name;
  // The one way in and the one way out need no name.
  const isPlain = port.title === undefined && (port.name === "in" || port.name === "out");
  const pick = (event: MouseEvent) => {
    if (session.isReadOnly) return;
    event.stopPropagation();
    const ref = { nodeId, port: port.name };
    openPicker(session, {
      at: { x: event.clientX, y: event.clientY },
      join: isOut ? { kind: "after", source: ref } : { kind: "before", target: ref },
    });
  };
  return (
    <Handle
      type={isOut ? "source" : "target"}
      position={isOut ? Position.Right : Position.Left}
      id={port.name}
      isConnectable={!session.isReadOnly}
      style={{ top: port.y }}
      onClick={pick}
      className={cn(
        "port group/port",
        isConnected && "port-connected",
        isOut && !isConnected && "port-free",
        isNew && "port-new",
      )}
      data-testid={`port-${port.side}-${port.name}`}
    >
      {isOut && !isConnected && <Plus aria-hidden className="port-plus" />}
      {!isPlain && (
        <span className={cn("port-name", isOut ? "port-name-out" : "port-name-in")}>{port.title ?? port.name}</span>
      )}
    </Handle>
  );
});
