import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

export type MenuRowProps = { icon?: ReactNode; shortcut?: string; children: ReactNode };

/** What an item of any menu shows: an icon, a text that may be cut, and its shortcut. */
export function MenuRow({ icon, shortcut, children }: MenuRowProps) {
  return (
    <>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </>
  );
}
