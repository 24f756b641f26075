/** An element with a class and children; text is always set as text, so no data can become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const result = document.createElement(tag);
  if (className !== '') result.className = className;
  result.append(...children);
  return result;
}

/** Fills the `{0}`, `{1}` … of a translated text. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
