import { type NodeProps, NodeResizer, NodeToolbar, Position } from "@xyflow/react";
import { memo } from "react";
import { useEditorSession, useIsLocked, useSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import { type NoteColor, noteColors } from "#core/graph/graph.ts";
import type { NoteId } from "#core/id.ts";
import { NoteMarkdown } from "./note-markdown.tsx";
import type { NoteFlowNode } from "./to-flow.ts";

const looks: Readonly<Record<NoteColor, string>> = {
  yellow: "note-yellow",
  blue: "note-blue",
  green: "note-green",
  pink: "note-pink",
  grey: "note-grey",
};

/** A sheet of paper behind the steps: Markdown, double-click to write. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteFlowNode>) {
  const { note } = data;
  const session = useEditorSession();
  const isLocked = useIsLocked();
  const isEditing = useSession((state) => state.editingNote === note.id);
  const isAlone = useSession((state) => selected && state.selection.size === 1);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a note is a thing on the canvas; Enter writes in it too
    <div
      className={cn("note size-full rounded-lg border p-3", looks[note.color], selected && "ring-3 ring-accent/25")}
      onDoubleClick={(event) => {
        event.stopPropagation();
        if (!isLocked) session.store.setState({ editingNote: id as NoteId });
      }}
    >
      <NodeResizer
        isVisible={selected && !isLocked}
        minWidth={120}
        minHeight={64}
        lineClassName="resize-line"
        handleClassName="resize-handle"
      />
      {isAlone && !isLocked && <ColorBar noteId={note.id} color={note.color} />}
      {isEditing ? <NoteEditor noteId={note.id} text={note.text} /> : <NoteMarkdown text={note.text} />}
    </div>
  );
});

function ColorBar({ noteId, color }: { noteId: NoteId; color: NoteColor }) {
  const { dispatch } = useEditorSession();
  return (
    <NodeToolbar isVisible position={Position.Top} align="end" className="note-bar nodrag nopan">
      <fieldset aria-label="Note colour" className="flex gap-1 rounded-md border bg-raised p-1 shadow-high">
        {noteColors.map((each) => (
          <button
            key={each}
            type="button"
            aria-label={each}
            aria-pressed={each === color}
            onClick={() => dispatch({ type: "note.change", id: noteId, change: { color: each } })}
            className={cn("note size-5 rounded-sm border", looks[each], each === color && "ring-2 ring-accent")}
          />
        ))}
      </fieldset>
    </NodeToolbar>
  );
}

function NoteEditor({ noteId, text }: { noteId: NoteId; text: string }) {
  const session = useEditorSession();
  return (
    <textarea
      ref={(area) => area?.focus()}
      aria-label="Note text"
      defaultValue={text}
      maxLength={20_000}
      onChange={(event) =>
        session.dispatch({ type: "note.change", id: noteId, change: { text: event.currentTarget.value } })
      }
      onBlur={() => session.store.setState({ editingNote: null })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.currentTarget.blur();
        session.store.getState().canvas?.focus();
      }}
      className="nodrag nopan nowheel block size-full resize-none bg-transparent text-sm outline-none"
    />
  );
}
