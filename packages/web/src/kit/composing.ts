/**
 * While an input method composes, Enter chooses a candidate and Escape drops it: neither may submit a form or close a drawer.
 * One listener in front of everything covers all inputs, also those inside the component library.
 */
export function ignoreKeysWhileComposing(): void {
  const guard = (event: KeyboardEvent) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (composing && (event.key === 'Enter' || event.key === 'Escape')) event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', guard, true);
}
