const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Microseconds UTC of an ISO-8601 date or date with time, or undefined. Without an offset it is a time in `zone`
 * (header `Qorus-Client-Time-Zone`, manual: REST API), else UTC. Years 1970 to 9999.
 */
export function readDateTime(text: string, zone?: string): number | undefined {
  const match = form.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(match[group] ?? 0));
  const millis = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  const isReal = new Date(millis).getUTCDate() === day && (month ?? 0) <= 12 && (hour ?? 0) <= 23;
  if (!isReal || (minute ?? 0) > 59 || (second ?? 0) > 59 || (year ?? 0) < 1970) return undefined;
  const offset = match[8] === undefined ? zoneOffset(millis, zone) : readOffset(match[8]);
  if (offset === undefined) return undefined;
  return (millis - offset) * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
}

/** True for a zone name that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function readOffset(text: string): number | undefined {
  if (text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (hours > 18 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** How far the zone's wall clock is ahead of UTC when it shows `wallMillis`. */
function zoneOffset(wallMillis: number, zone: string | undefined): number {
  if (zone === undefined) return 0;
  // Two rounds settle times near a change of the zone's offset.
  const first = offsetAt(wallMillis, zone);
  return offsetAt(wallMillis - first, zone);
}

function offsetAt(utcMillis: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(utcMillis);
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(shown);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
