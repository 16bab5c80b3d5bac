/** Who may do what, as data that can be read aloud. Every procedure names one right; nobody has one that is not here. */
const roles = ["owner", "admin", "editor", "operator", "viewer"] as const;
export type Role = (typeof roles)[number];

export const rights = {
  "workflow.read": ["owner", "admin", "editor", "operator", "viewer"],
  "workflow.create": ["owner", "admin", "editor"],
  "workflow.edit": ["owner", "admin", "editor"],
  "workflow.remove": ["owner", "admin"],
  "workflow.publish": ["owner", "admin", "editor"],
  "run.read": ["owner", "admin", "editor", "operator", "viewer"],
  "run.start": ["owner", "admin", "editor", "operator"],
  "run.cancel": ["owner", "admin", "editor", "operator"],
  "run.resume": ["owner", "admin", "editor", "operator"],
  "step.test": ["owner", "admin", "editor"],
  "task.read": ["owner", "admin", "editor", "operator", "viewer"],
  /** Whether for a certain task: `mayDoTask`. */
  "task.complete": ["owner", "admin", "editor", "operator"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Right = keyof typeof rights;

/** True when a role holds a right. */
export function may(role: Role, right: Right): boolean {
  const holders: readonly Role[] = rights[right];
  return holders.includes(role);
}
