/** A ref that takes the focus when the element appears: what a dialog is for, before its close button. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
