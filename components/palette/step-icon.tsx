import {
  ArrowDownWideNarrow,
  Box,
  CalendarClock,
  CircleDashed,
  CircleDot,
  Code,
  CopyX,
  FileInput,
  FileOutput,
  Funnel,
  Globe,
  Group,
  Hourglass,
  ListEnd,
  type LucideIcon,
  Merge,
  OctagonX,
  PencilLine,
  Play,
  Radio,
  RadioTower,
  Repeat,
  Reply,
  RotateCw,
  Send,
  Signpost,
  Siren,
  Split,
  Ungroup,
  UserCheck,
  Waypoints,
  Webhook,
  Workflow,
} from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { NodeCategory } from "#core/node-kit/define-node.ts";

/** Named one by one, so that only these are shipped; a test holds every registered step type against the list. */
export const stepIcons: Readonly<Record<string, LucideIcon>> = {
  "arrow-down-wide-narrow": ArrowDownWideNarrow,
  "calendar-clock": CalendarClock,
  "circle-dashed": CircleDashed,
  "circle-dot": CircleDot,
  code: Code,
  "copy-x": CopyX,
  "file-input": FileInput,
  "file-output": FileOutput,
  funnel: Funnel,
  globe: Globe,
  group: Group,
  hourglass: Hourglass,
  "list-end": ListEnd,
  merge: Merge,
  "octagon-x": OctagonX,
  "pencil-line": PencilLine,
  play: Play,
  "radio-tower": RadioTower,
  radio: Radio,
  repeat: Repeat,
  reply: Reply,
  "rotate-cw": RotateCw,
  send: Send,
  signpost: Signpost,
  siren: Siren,
  split: Split,
  ungroup: Ungroup,
  "user-check": UserCheck,
  waypoints: Waypoints,
  webhook: Webhook,
  workflow: Workflow,
};

const tiles: Readonly<Record<NodeCategory, string>> = {
  trigger: "bg-cat-trigger/12 text-cat-trigger",
  logic: "bg-cat-logic/12 text-cat-logic",
  list: "bg-cat-list/12 text-cat-list",
  text: "bg-cat-text/12 text-cat-text",
  integration: "bg-cat-integration/12 text-cat-integration",
  flow: "bg-cat-flow/12 text-cat-flow",
};

const sizes = {
  sm: "size-6 rounded-sm [&_svg]:size-3.5",
  md: "size-8 rounded-md [&_svg]:size-4",
  lg: "size-9 rounded-md [&_svg]:size-4.5",
};

type Props = { icon: string; category: NodeCategory; size?: keyof typeof sizes; className?: string };

/** A step type's icon on a tile of its category's colour: the one place where that colour appears. */
export function StepIcon({ icon, category, size = "md", className }: Props) {
  const Icon = stepIcons[icon] ?? Box;
  return (
    <span aria-hidden className={cn("grid shrink-0 place-items-center", tiles[category], sizes[size], className)}>
      <Icon strokeWidth={1.9} />
    </span>
  );
}
