/** The keys of a shortcut such as `Mod+Shift+Z`; Mod is Ctrl, on a Mac Command. */
type Keys = { readonly mod: boolean; readonly shift: boolean; readonly alt: boolean; readonly key: string };

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

function keysOf(shortcut: string): Keys {
  const parts = shortcut.split("+");
  // `Mod++` ends in an empty part: the key is the plus itself.
  const key = parts.at(-1) === "" ? "+" : (parts.at(-1) ?? "");
  return { mod: parts.includes("Mod"), shift: parts.includes("Shift"), alt: parts.includes("Alt"), key };
}

/** Whether an event is this shortcut. Letters match on any layout; with Alt the physical key counts (⌥X types ≈). */
export function matchesShortcut(shortcut: string, event: Pressed): boolean {
  const { mod, shift, alt, key } = keysOf(shortcut);
  if ((event.ctrlKey || event.metaKey) !== mod || event.altKey !== alt) return false;
  const isLetter = /^[A-Z]$/.test(key);
  const isNamed = key.length > 1;
  // A sign such as `?` may need Shift to be typed, so Shift is not compared for it.
  if ((isLetter || isNamed) && event.shiftKey !== shift) return false;
  if (isLetter && alt) return event.code === `Key${key}`;
  return isLetter ? event.key.toUpperCase() === key : event.key === key;
}
