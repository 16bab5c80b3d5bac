import { containerTypes } from "#components/editor/container-types.ts";
import { boxesFor } from "#components/editor/move-into.ts";
import { performGroup } from "#components/editor/perform-group.ts";
import { performMove } from "#components/editor/perform-move.ts";
import { sceneOf } from "#components/editor/scene.ts";
import { selectedNodes } from "#components/editor/select.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { searchSteps } from "#components/palette/search-steps.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { StepRow } from "#components/palette/step-row.tsx";
import { cn } from "#components/ui/cn.ts";
import { PopoverAt } from "#components/ui/popover-at.tsx";
import { SearchList } from "#components/ui/search-list.tsx";

/** Beside the selected steps: the boxes that they can be moved into, or the kinds of box that can be put around them. */
export function BoxPicker() {
  const { store } = useEditorSession();
  const request = useSession(selectRequest);
  if (!request) return null;
  const close = () => {
    store.setState({ boxPicker: null });
    store.getState().canvas?.focus();
  };
  return (
    <PopoverAt at={request.at} label={request.for === "move" ? "Move into" : "Group into"} close={close}>
      {request.for === "move" ? <BoxList close={close} /> : <KindList close={close} />}
    </PopoverAt>
  );
}

function KindList({ close }: { close: () => void }) {
  const session = useEditorSession();
  return (
    <SearchList
      label="Search kinds of box"
      listLabel="Kinds of box"
      placeholder="Group into…"
      search={(query) => searchSteps(containerTypes(session.registry), query)}
      keyOf={({ type }) => type}
      pick={(definition) => {
        close();
        const { selection } = session.store.getState();
        performGroup(session, selectedNodes(session.graph.get(), selection), definition);
      }}
      row={(definition, props, isActive) => (
        <StepRow key={definition.type} {...props} definition={definition} isActive={isActive} />
      )}
      none="No kind of box is called that."
    />
  );
}

function BoxList({ close }: { close: () => void }) {
  const session = useEditorSession();
  const graph = session.graph.get();
  const nodes = selectedNodes(graph, session.store.getState().selection);
  const boxes = boxesFor(sceneOf(session), nodes);
  return (
    <SearchList
      label="Search boxes"
      listLabel="Boxes"
      placeholder="Move into…"
      search={(query) => boxes.filter((box) => box.title.toLowerCase().includes(query.trim().toLowerCase()))}
      keyOf={({ id }) => id}
      pick={(box) => {
        close();
        performMove(session, nodes, box);
      }}
      row={(box, props, isActive) => {
        const definition = session.registry.get(box.type);
        const around = graph.nodes.find((node) => node.id === box.parent);
        return (
          <button
            key={box.id}
            type="button"
            {...props}
            className={cn(
              "flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm text-ink transition-colors hover:bg-hover",
              isActive && "bg-hover",
            )}
          >
            <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="sm" />
            <span className="min-w-0 flex-1 truncate">{box.title}</span>
            {around && <span className="max-w-32 truncate text-xs text-muted">in {around.title}</span>}
          </button>
        );
      }}
      none="No box is called that."
    />
  );
}

function selectRequest(state: SessionState) {
  return state.boxPicker;
}
