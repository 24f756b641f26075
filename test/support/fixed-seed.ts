import fc from 'fast-check';

/**
 * Property tests of a change run with the same cases every time, so that only a change can make them fail; with a larger
 * number of runs asked for by an environment variable they look for new cases.
 */
export function fixSeed(variable: string): void {
  if (process.env[variable] === undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_120 });
}
