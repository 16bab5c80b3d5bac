"use client";
import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Kbd } from "./kbd.tsx";
import { menuItemClass, menuPanelClass, menuSeparatorClass } from "./menu-classes.ts";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;

export function ContextMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content collisionPadding={8} className={cn(menuPanelClass, className)} {...rest} />
    </Radix.Portal>
  );
}

type ItemProps = Omit<ComponentProps<typeof Radix.Item>, "children"> & {
  icon?: ReactNode;
  shortcut?: string;
  danger?: boolean;
  children: ReactNode;
};

export function ContextMenuItem({ icon, shortcut, danger = false, className, children, ...rest }: ItemProps) {
  return (
    <Radix.Item className={cn(menuItemClass, danger && "text-failed [&_svg]:text-failed", className)} {...rest}>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </Radix.Item>
  );
}

export function ContextMenuSeparator() {
  return <Radix.Separator className={menuSeparatorClass} />;
}
