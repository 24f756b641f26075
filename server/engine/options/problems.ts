import { defineProblems } from '../../base/problems.ts';

/** What can be wrong with options, in the file, on the command line or in a request. */
export const optionProblems = defineProblems({
  'ORDO-OPT-001': {
    severity: 'error',
    message: 'The options file cannot be read: {reason}.',
    remedy: 'Make it a readable text file, or remove it to use the defaults.',
  },
  'ORDO-OPT-002': {
    severity: 'error',
    message: 'This line is neither empty nor an option.',
    remedy: 'Write `qorus.name = value` or `qorus.name: value`, or begin the line with `#`.',
  },
  'ORDO-OPT-003': {
    severity: 'error',
    message: 'This line holds a control character.',
    remedy: 'Remove it; options files are plain text.',
  },
  'ORDO-OPT-004': {
    severity: 'error',
    message: '"{name}" has no domain.',
    remedy: 'Write `qorus.{name}`; the domains are {domains}.',
  },
  'ORDO-OPT-005': {
    severity: 'error',
    message: '"{domain}" is not a domain of options.',
    remedy: 'Use one of {domains}.',
  },
  'ORDO-OPT-006': {
    severity: 'error',
    message: 'There is no option "{name}".',
    remedy: '{hint}',
  },
  'ORDO-OPT-007': {
    severity: 'error',
    message: 'Option "{name}" is set twice (first in line {first}).',
    remedy: 'Keep one of the two lines.',
  },
  'ORDO-OPT-008': {
    severity: 'error',
    message: 'Option "{name}" expects {expects}, not {value}.',
    remedy: 'Write such a value, or remove the line for the default, {default}.',
  },
  'ORDO-OPT-009': {
    severity: 'error',
    message: 'Option "{name}" has no value.',
    remedy: 'Write a value after the `=`, or remove the line for the default, {default}.',
  },
  'ORDO-OPT-010': {
    severity: 'error',
    message: 'The options file is larger than {limit} bytes.',
    remedy: 'Keep only options in it.',
  },
  'ORDO-OPT-011': {
    severity: 'warning',
    message: 'Option "{name}" has no effect in this version.',
    remedy: 'It may stay; nothing depends on it.',
  },
  'ORDO-OPT-012': {
    severity: 'error',
    message: 'Role-based access control is not part of this version, so an engine that asks for it does not start.',
    remedy:
      'Remove `rbac-security: true`. Every request needs the token of this start, and only loopback is served unless allowed otherwise.',
  },
  'ORDO-OPT-013': {
    severity: 'error',
    message: 'Listener "{listener}" is not understood.',
    remedy: 'Write `port` or `address:port` (IPv6 addresses in brackets); a port is 1 to 65535.',
  },
  'ORDO-OPT-014': {
    severity: 'error',
    message: 'Listener "{listener}" would be open to other machines.',
    remedy:
      'Write `127.0.0.1:{port}`; or set `ordo.allow-open-network = true` if other machines are to reach this engine (they still need its token).',
  },
  'ORDO-OPT-015': {
    severity: 'error',
    message: 'TLS listener "{listener}" has no certificate.',
    remedy:
      'Add `{cert=FILE;key=FILE}` to it, or set `qorus.http-secure-certificate` and `qorus.http-secure-private-key`.',
  },
  'ORDO-OPT-016': {
    severity: 'error',
    message: 'Option "{name}" is read only at start.',
    remedy: 'Set it in the options file or on the command line and start the engine again.',
  },
  'ORDO-OPT-017': {
    severity: 'error',
    message: 'The instance key "{key}" cannot be used.',
    remedy: 'Use 1 to 64 letters, digits, `.`, `_` and `-`; the first is not a dot.',
  },
  'ORDO-OPT-018': {
    severity: 'error',
    message: '"{text}" is not an option.',
    remedy: 'Write `name=value`, for example `recover_delay=5`.',
  },
  'ORDO-OPT-019': {
    severity: 'error',
    message: 'db-max-threads ({threads}) is above system-pool-maximum ({pool}).',
    remedy: 'Lower the first or raise the second.',
  },
  'ORDO-OPT-020': {
    severity: 'error',
    message: 'systemdb "{value}" is not a database of this version.',
    remedy: 'Write `sqlite:FILE`, or remove the option to use `ordo.db` in the state folder.',
  },
  'ORDO-OPT-021': {
    severity: 'error',
    message: 'The options file {file} cannot be written: {reason}.',
    remedy: 'Check its folder and rights, or write the options there by hand.',
  },
});
