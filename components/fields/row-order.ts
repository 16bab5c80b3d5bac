/** The list with the element at `from` moved to `to`; the same list when that changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const last = list.length - 1;
  const target = Math.min(Math.max(to, 0), last);
  const element = list[from];
  if (from === target || element === undefined) return list;
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, target), element, ...rest.slice(target)];
}

export function without<T>(list: readonly T[], at: number): readonly T[] {
  return list.filter((_, each) => each !== at);
}

export function replaced<T>(list: readonly T[], at: number, element: T): readonly T[] {
  return list.map((each, position) => (position === at ? element : each));
}
