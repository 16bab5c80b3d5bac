import type { ContextMenu } from "radix-ui";
import type { ComponentProps, ComponentType } from "react";
import { cn } from "./cn.ts";
import { menuItemClass, menuSeparatorClass } from "./menu-classes.ts";
import { MenuRow, type MenuRowProps } from "./menu-row.tsx";

/** What the items of a menu of any kind are built of: those of a button's menu and of a context menu take the same. */
type RootProps = ComponentProps<typeof ContextMenu.Item>;
type ItemProps = Omit<RootProps, "children"> & MenuRowProps & { danger?: boolean };

export function menuItemOf(Root: ComponentType<RootProps>) {
  return function MenuItem({ icon, shortcut, danger = false, className, children, ...rest }: ItemProps) {
    return (
      <Root className={cn(menuItemClass, danger && "text-failed [&_svg]:text-failed", className)} {...rest}>
        <MenuRow icon={icon} shortcut={shortcut}>
          {children}
        </MenuRow>
      </Root>
    );
  };
}

export function menuSeparatorOf(Root: ComponentType<{ className?: string }>) {
  return function MenuSeparator() {
    return <Root className={menuSeparatorClass} />;
  };
}
