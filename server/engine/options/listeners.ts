import type { Problem } from '../../../schemas/protocol/problem.ts';
import { optionProblems } from './problems.ts';
import type { ServerOptions } from './server-options.ts';

/** One address to listen on, as an option names it. */
export interface ListenerOption {
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly tls:
    { readonly certificate: string; readonly key: string; readonly password: string | undefined } | undefined;
  /** True when the port may be exchanged for a free one (dev profile without an option of its own). */
  readonly portMayChange: boolean;
}

/** All listeners that the options ask for; with neither option set, port 8001 (manual: HTTP server) on loopback. */
export function listenersOf(
  options: ServerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly listeners: readonly ListenerOption[]; readonly problems: readonly Problem[] } {
  const listeners: ListenerOption[] = [];
  const problems: Problem[] = [];
  const add = (text: string, isSecure: boolean): void => {
    const read = readListener(text, isSecure, options, environment);
    if ('code' in read) problems.push(read);
    else listeners.push(read);
  };
  options.list('http-server').forEach((text) => add(text, false));
  options.list('http-secure-server').forEach((text) => add(text, true));
  if (listeners.length === 0 && problems.length === 0) {
    const portMayChange = options.profile === 'dev';
    listeners.push({ address: '127.0.0.1', port: 8001, tls: undefined, portMayChange });
  }
  return { listeners, problems };
}

/** Loopback in any of its spellings that an option may use. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}

const form = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]{}]+|\*)):)?(\d{1,5})(?:\{(.*)\})?$/;

/** Reads one listener as an option writes it: `[address:]port[{cert=…;key=…;password=…}]`. */
export function readListener(
  text: string,
  isSecure: boolean,
  options: ServerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): ListenerOption | Problem {
  const shown = text.replace(/password=[^;}]*/, 'password=…');
  const match = form.exec(text);
  const port = Number(match?.[3] ?? NaN);
  const isUsable = match !== null && port <= 65_535 && (match[4] === undefined || isSecure);
  if (!isUsable) return optionProblems.problem('ORDO-OPT-013', { listener: shown });
  const given = match[1] ?? match[2];
  // A port alone is every interface in the manual; here it is loopback unless the network is opened on purpose.
  const isOpen = options.flag('allow-open-network');
  const address = given === '*' ? '::' : (given ?? (isOpen ? '::' : '127.0.0.1'));
  if (!isOpen && !isLoopback(address)) return optionProblems.problem('ORDO-OPT-014', { listener: shown, port });
  if (!isSecure) return { address, port, tls: undefined, portMayChange: false };
  const tls = readTls(match[4] ?? '', options, environment);
  return tls === undefined
    ? optionProblems.problem('ORDO-OPT-015', { listener: shown })
    : { address, port, tls, portMayChange: false };
}

function readTls(
  text: string,
  options: ServerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): ListenerOption['tls'] {
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]),
  );
  const certificate = parts.get('cert') ?? options.text('http-secure-certificate');
  // A PEM file may hold certificate and key together.
  const key = parts.get('key') ?? (options.text('http-secure-private-key') || certificate);
  const password = parts.get('password') ?? options.text('http-secure-private-key-password');
  if (certificate === '') return undefined;
  return {
    certificate: expandEnvironment(certificate, environment),
    key: expandEnvironment(key, environment),
    password: password === '' ? undefined : password,
  };
}

/** `$NAME` and `${NAME}` in certificate and key paths (manual: options file). An unset one stays as written. */
export function expandEnvironment(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    return environment[braced ?? bare ?? ''] ?? whole;
  });
}
