import { Check, CloudOff, LoaderCircle, type LucideIcon, OctagonX } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useSession } from "./session-context.tsx";
import type { SavedState, SessionState } from "./session-store.ts";

type Look = { readonly text: string; readonly hint: string; readonly Icon: LucideIcon; readonly className: string };

/** Whether what is drawn is safe. There is no save button: this is where people look instead. */
export function SavedPill() {
  const saved = useSession(selectSaved);
  const { text, hint, Icon, className } = lookOf(saved);
  return (
    <Tooltip label={hint}>
      <button
        type="button"
        data-testid="saved"
        data-state={saved.kind}
        className={cn(
          "flex h-6 shrink-0 cursor-default items-center gap-1.5 rounded-full px-2 text-xs font-medium",
          className,
        )}
      >
        <Icon aria-hidden className={cn("size-3.5", saved.kind === "saving" && "animate-spin")} />
        <span role="status">{text}</span>
      </button>
    </Tooltip>
  );
}

function lookOf(saved: SavedState): Look {
  switch (saved.kind) {
    case "saved":
      return { text: "Saved", hint: "Everything is on the server's disk.", Icon: Check, className: "text-muted" };
    case "saving":
      return {
        text: "Saving…",
        hint: "The server is writing your changes.",
        Icon: LoaderCircle,
        className: "text-muted",
      };
    case "connecting":
      return { text: "Opening…", hint: "Fetching the workflow.", Icon: LoaderCircle, className: "text-muted" };
    case "missing":
      return { text: "Missing", hint: "There is no such workflow.", Icon: OctagonX, className: "text-failed" };
    case "refused":
      return { text: "Refused", hint: saved.reason, Icon: OctagonX, className: "bg-failed/10 text-failed" };
    case "offline":
      return {
        text:
          saved.changes === 0 ? "Offline" : `Offline, ${saved.changes} ${saved.changes === 1 ? "change" : "changes"}`,
        hint: "The server cannot be reached. Keep this tab open: changes are sent when it is back.",
        Icon: CloudOff,
        className: "bg-waiting/10 text-waiting",
      };
  }
}

function selectSaved(state: SessionState) {
  return state.saved;
}
