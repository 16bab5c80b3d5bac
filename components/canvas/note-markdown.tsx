import type { ReactNode } from "react";

type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "text"; readonly text: string };

/** The part of Markdown that notes need: headings, bullet lists, bold, italics, code. Text only, never HTML. */
export function NoteMarkdown({ text }: { text: string }) {
  if (text.trim() === "") return <p className="text-sm opacity-60">Double-click to write</p>;
  return (
    <div className="flex h-full flex-col gap-1.5 overflow-hidden text-sm wrap-anywhere">
      {blocksOf(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity besides their place
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "heading")
    return <p className={block.level === 1 ? "text-lg font-semibold" : "font-semibold"}>{inline(block.text)}</p>;
  if (block.kind === "text") return <p className="whitespace-pre-wrap">{inline(block.text)}</p>;
  return (
    <ul className="list-disc pl-5">
      {block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity besides their place
        <li key={index}>{inline(item)}</li>
      ))}
    </ul>
  );
}

/** Splits Markdown into blocks, line by line; what it does not know stays text. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let last: "text" | "list" | null = null;
  for (const line of text.split("\n")) {
    const heading = /^(#{1,3})\s+(.*)$/.exec(line);
    const bullet = /^\s*[-*]\s+(.*)$/.exec(line);
    const previous = blocks.at(-1);
    if (heading) blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
    else if (bullet && last === "list" && previous?.kind === "list")
      blocks[blocks.length - 1] = { kind: "list", items: [...previous.items, bullet[1] ?? ""] };
    else if (bullet) blocks.push({ kind: "list", items: [bullet[1] ?? ""] });
    else if (line.trim() !== "" && last === "text" && previous?.kind === "text")
      blocks[blocks.length - 1] = { kind: "text", text: `${previous.text}\n${line}` };
    else if (line.trim() !== "") blocks.push({ kind: "text", text: line });
    last = bullet ? "list" : !heading && line.trim() !== "" ? "text" : null;
  }
  return blocks;
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\*(?!\s)[^*\n]+(?<!\s)\*|_[^_]+_)/).map((part, index) => {
    const key = `${index}${part}`;
    if (/^\*\*.+\*\*$/.test(part)) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (/^`.+`$/.test(part))
      return (
        <code key={key} className="rounded-sm bg-ink/8 px-1 font-mono text-xs">
          {part.slice(1, -1)}
        </code>
      );
    if (/^(_.+_|\*[^*]+\*)$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>;
    return part;
  });
}
