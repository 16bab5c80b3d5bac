import { Braces, Brackets, CaseSensitive, CircleHelp, CircleSlash, File, Hash, ToggleLeft } from "lucide-react";
import { type DataKind, kindWords } from "#components/fields/shape-words.ts";

const icons: Readonly<Record<DataKind, typeof Braces>> = {
  any: CircleHelp,
  null: CircleSlash,
  bool: ToggleLeft,
  number: Hash,
  text: CaseSensitive,
  list: Brackets,
  object: Braces,
  file: File,
};

/** What kind of value stands here, as a small sign. */
export function KindMark({ kind }: { kind: DataKind }) {
  const Icon = icons[kind];
  return <Icon aria-label={kindWords[kind]} className="size-3.5 shrink-0 text-faint" strokeWidth={1.8} />;
}
