/**
 * Gives every style element that a script of this page makes the nonce of the page. antd's own styles carry it; its scroll
 * lock and its measure of the scroll bar do not.
 */
export const carryNonce = (nonce: string): void => {
  const create = document.createElement.bind(document)
  const carrying = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  document.createElement = carrying as typeof document.createElement
}
