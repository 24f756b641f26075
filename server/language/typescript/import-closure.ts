/**
 * Says when what was found in a file still holds: as long as neither it nor anything it imports, directly or not, has
 * changed. The compiler itself checks every file anew after any edit; in a project of 200 classes that takes 300 ms.
 */
export function closureKey(
  file: string,
  imports: ReadonlyMap<string, ReadonlySet<string>>,
  versionOf: (file: string) => string,
): string {
  const seen = new Set<string>([file]);
  const queue = [file];
  for (const each of queue)
    for (const next of imports.get(each) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  return [...seen]
    .sort()
    .map((each) => `${each}@${versionOf(each)}`)
    .join('\n');
}
