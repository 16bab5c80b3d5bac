/** One look for everything that drops down: menus, context menus, selects, pickers. */
export const menuPanelClass =
  "z-50 min-w-44 animate-pop overflow-hidden rounded-lg border bg-raised p-1 text-sm text-ink shadow-high";

export const menuItemClass =
  "flex h-8 cursor-default items-center gap-2 rounded-sm px-2 outline-none select-none data-[highlighted]:bg-hover [&[data-disabled]:not([data-disabled=false])]:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint";

export const menuSeparatorClass = "my-1 h-px bg-line";
