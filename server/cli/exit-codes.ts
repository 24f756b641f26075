/** What `ordo` answers to the shell; part of its interface. `ordo serve` has the manual's start-up codes instead. */
export const exitCodes = {
  ok: 0,
  refused: 1,
  usage: 2,
  noEngine: 3,
  orderFailed: 4,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The table at the end of `ordo --help`. */
export const exitCodeHelp = `Exit codes:
  0    done
  1    refused by the engine, or the project has problems
  2    wrong command line
  3    no engine runs
  4    the order or job that was waited for ended other than COMPLETE
  70   a fault of Ordo itself
  130  interrupted`;
