"use client";
import { Fragment, type ReactNode } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";

type Props = { definition: NodeDefinition; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** What a step type does, in its own words. */
export function StepDocs({ definition, isOpen, onOpenChange }: Props) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange} title={definition.title} description={definition.summary}>
      <div className="flex flex-col gap-2.5 text-sm">
        {definition.docs.split(/\n{2,}/).map((block) => (
          <Block key={block} text={block} />
        ))}
      </div>
    </Dialog>
  );
}

/** Headings, bullets, fenced code and plain text: all that the docs of a step use. Text only, never HTML. */
function Block({ text }: { text: string }): ReactNode {
  const [first = "", ...rest] = text.split("\n");
  const heading = /^#{1,4}\s+(.*)$/.exec(first);
  if (heading) {
    return (
      <>
        <h3 className="mt-1.5 font-semibold">{heading[1]}</h3>
        {rest.length > 0 && <Block text={rest.join("\n")} />}
      </>
    );
  }
  const bulletsAt = text.split("\n").findIndex((line) => /^[-*]\s/.test(line));
  if (bulletsAt > 0) {
    const lines = text.split("\n");
    return (
      <>
        <Block text={lines.slice(0, bulletsAt).join("\n")} />
        <Block text={lines.slice(bulletsAt).join("\n")} />
      </>
    );
  }
  if (bulletsAt === 0) {
    return (
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {text.split(/\n(?=[-*]\s)/).map((item) => (
          <li key={item}>{inline(item.replace(/^[-*]\s+/, ""))}</li>
        ))}
      </ul>
    );
  }
  if (first.startsWith("```")) {
    const code = rest.filter((line) => !line.startsWith("```")).join("\n");
    return <pre className="overflow-x-auto rounded-md border bg-sunken p-2.5 font-mono text-xs leading-4">{code}</pre>;
  }
  return <p>{inline(text)}</p>;
}

function inline(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*\n]+\*)/).map((part, at) => {
    const key = `${at} ${part}`;
    if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`")) {
      return (
        <code key={key} className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-xs">
          {part.slice(1, -1)}
        </code>
      );
    }
    if (part.startsWith("*") && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>;
    return <Fragment key={key}>{part.replace(/\n/g, " ")}</Fragment>;
  });
}
