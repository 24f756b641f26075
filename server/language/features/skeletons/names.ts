/** `reserve-stock` -> `ReserveStock`; always a valid class name. */
export function classNameOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  const joined = words.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return /^[\p{L}_$]/u.test(joined) ? joined : `Class${joined}`;
}

/** `ReserveStock` -> `reserve-stock`. */
export function fileNameOf(name: string): string {
  const words = name.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1-$2').split(/[^\p{L}\p{N}.]+/u);
  return words
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase();
}

/** A text as a YAML value: plain where that reads back as the same text, else in double quotes. */
export function yamlText(text: string, options: { readonly isFlow?: boolean } = {}): string {
  const isPlain =
    /^[\p{L}\p{N}_][\p{L}\p{N}_.:/+@ -]*$/u.test(text) &&
    !/:(?:\s|$)|\s$|\s#/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n|~)$/i.test(text) &&
    !/^[-+.]?\d[\d_.,:eExXoO+-]*$/.test(text) &&
    !/^0[xo][0-9a-f]+$/i.test(text) &&
    !/^\.?(?:inf|nan)$/i.test(text) &&
    !(options.isFlow === true && /[,[\]{}]/.test(text));
  return isPlain ? text : JSON.stringify(text);
}
