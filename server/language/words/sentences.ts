/** `"a", "b" and "c"`; at most `limit` are named, the rest is counted. */
export function quotedList(words: readonly string[], joint = 'and', limit = 12): string {
  const quoted = words.slice(0, limit).map((word) => `"${word}"`);
  if (words.length > limit) return `${quoted.join(', ')} ${joint} ${words.length - limit} more`;
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} ${joint} ${quoted.at(-1) ?? ''}`;
}

/** ` Did you mean "x"?` with a leading blank, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
}
