/** Texts for values, in the language of the window. */
export interface Format {
  time(iso: string | null): string;
  /** How long something took; nothing while it is not over. */
  duration(from: string, to: string | null): string;
}

export function formatIn(locale: string): Format {
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return {
    time: (iso) => (iso === null ? '' : times.format(new Date(iso))),
    duration: (from, to) => (to === null ? '' : durationText(Date.parse(to) - Date.parse(from))),
  };
}

/** `12 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Data as indented JSON, cut where nobody reads on. */
export function dataText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2) ?? '';
  return text.length <= maxDataLength
    ? text
    : `${text.slice(0, maxDataLength)}\n… (${text.length - maxDataLength} more)`;
}

const maxDataLength = 200_000;
