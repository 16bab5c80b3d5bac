import { ArrowRight } from "lucide-react";
import { useMemo } from "react";
import { connectTargets, searchTargets } from "#components/editor/connect-targets.ts";
import { joinCommands } from "#components/editor/join.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { ConnectRequest, SessionState } from "#components/editor/session-store.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import { PopoverAt } from "#components/ui/popover-at.tsx";
import { SearchList } from "#components/ui/search-list.tsx";
import { edgeIdOf } from "#core/graph/graph.ts";

/** Beside the selected step: every port that it may be joined to, found by name. */
export function ConnectPicker() {
  const { store } = useEditorSession();
  const request = useSession(selectConnecting);
  if (!request) return null;
  const close = () => {
    store.setState({ connecting: null });
    store.getState().canvas?.focus();
  };
  return (
    <PopoverAt at={request.at} label="Connect to" close={close}>
      <TargetList request={request} close={close} />
    </PopoverAt>
  );
}

function TargetList({ request, close }: { request: ConnectRequest; close: () => void }) {
  const { graph, registry, dispatch, store } = useEditorSession();
  const shown = graph.get();
  const targets = useMemo(() => connectTargets(shown, registry, request.from), [shown, registry, request.from]);
  const source = shown.nodes.find((node) => node.id === request.from);
  return (
    <SearchList
      label="Search steps to connect to"
      listLabel="Steps to connect to"
      placeholder={`Connect ${source?.title ?? "step"} to…`}
      search={(query) => searchTargets(targets, query)}
      keyOf={({ ends }) => edgeIdOf(ends)}
      pick={({ ends, node }) => {
        close();
        dispatch(joinCommands({ graph: graph.get(), registry }, ends), "Connect steps");
        store.setState({ spoken: `${source?.title ?? "Step"} connected to ${node.title}` });
      }}
      row={({ ends, node, outTitle, inTitle }, props, isActive) => {
        const definition = registry.get(node.type);
        return (
          <button
            key={edgeIdOf(ends)}
            type="button"
            {...props}
            className={cn(
              "flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm text-ink transition-colors hover:bg-hover",
              isActive && "bg-hover",
            )}
          >
            {outTitle && (
              <>
                <span className="max-w-24 truncate text-muted">{outTitle}</span>
                <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />
              </>
            )}
            <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="sm" />
            <span className="min-w-0 flex-1 truncate">{node.title}</span>
            {inTitle && <span className="max-w-24 truncate text-xs text-muted">{inTitle}</span>}
          </button>
        );
      }}
      none={
        targets.length === 0
          ? "There is no step that this one could lead to. Add one with Tab."
          : "No step that it could lead to is called that."
      }
    />
  );
}

function selectConnecting(state: SessionState) {
  return state.connecting;
}
