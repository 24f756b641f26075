const minuteMs = 60_000;

/** A zone of the IANA database: what the clocks on its walls show. */
export interface TimeZone {
  readonly name: string;
  /** Milliseconds to add to a UTC time to get what the wall clock shows, as if that were UTC. */
  offsetAt(utcMs: number): number;
}

const zones = new Map<string, TimeZone>();

/** The zone of this name; undefined when there is none. */
export function findTimeZone(name: string): TimeZone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const format = formatFor(name);
  if (format === undefined) return undefined;
  const zone: TimeZone = { name, offsetAt: remembering((utcMs) => offsetOf(format, utcMs)) };
  zones.set(name, zone);
  return zone;
}

/** The zone that this machine is set to. */
export function systemTimeZone(): TimeZone {
  return findTimeZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? utc;
}

export const utc: TimeZone = { name: 'UTC', offsetAt: () => 0 };

function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Formatting a date is slow (20 µs), and a schedule asks for the same days again and again. */
function remembering(offsetAt: TimeZone['offsetAt']): TimeZone['offsetAt'] {
  const known = new Map<number, number>();
  return (utcMs) => {
    const minute = Math.floor(utcMs / minuteMs);
    const offset = known.get(minute) ?? offsetAt(minute * minuteMs);
    if (known.size >= mostRemembered) known.clear();
    known.set(minute, offset);
    return offset;
  };
}

const mostRemembered = 10_000;

function offsetOf(format: Intl.DateTimeFormat, wholeMs: number): number {
  const parts = new Map(format.formatToParts(wholeMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - wholeMs;
}
