import type { ExternalToast, toast as sonner } from "sonner";

type Kind = "message" | "info" | "success" | "error";
type Show = (message: string, more?: ExternalToast) => void;
type Host = Pick<typeof sonner, Kind>;

/*
 * Short messages at the foot of the screen. What draws them (9 kB of gzip) comes with the first one, or when the
 * browser has time.
 *
 * Unwanted → a message → Wanted (it waits) → `connectToaster` → Connected: all that waits is shown, later ones at once.
 */
let host: Host | null = null;
const waiting: ((to: Host) => void)[] = [];
const listeners = new Set<() => void>();

const showAs =
  (kind: Kind): Show =>
  (message, more) => {
    const show = (to: Host) => void to[kind](message, more);
    if (host) return show(host);
    waiting.push(show);
    for (const listener of listeners) listener();
  };

/** `toast("…")`, `toast.error("…", { description })`. */
export const toast: Show & Readonly<Record<Exclude<Kind, "message">, Show>> = Object.assign(showAs("message"), {
  info: showAs("info"),
  success: showAs("success"),
  error: showAs("error"),
});

/** For what draws messages, once it stands. */
export function connectToaster(to: Host): void {
  host = to;
  for (const show of waiting.splice(0)) show(to);
}

export function isToasterWanted(): boolean {
  return host !== null || waiting.length > 0;
}

export function onToasterWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
