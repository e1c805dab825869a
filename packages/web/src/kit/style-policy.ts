/** The nonce that the server gave this page for its style elements; empty in development, where no policy is sent. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce ?? '';
}

/**
 * The content security policy lets no inline style in: neither style elements without the nonce of the page nor style attributes in markup. What
 * our scripts make is ours. Style elements that they make carry the nonce of the page. antd gives it to its own, but some of the components beneath (locking the page
 * behind a dialog, measuring the scroll bar) forget it. Markup that came in from elsewhere is not made this way and gets none.
 */
export function keepStylePolicy(): void {
  const nonce = styleNonce();
  if (nonce === '') return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
  // Text areas that grow with their text are measured by a copy that is styled through its attribute; the object behind it is allowed.
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name: string, value: string) {
    if (name === 'style' && this instanceof HTMLElement) this.style.cssText = value;
    else set.call(this, name, value);
  };
}
