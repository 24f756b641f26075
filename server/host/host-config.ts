import type { Clock } from '../base/clock.ts';

/** What `ordo serve` hands over; nothing else is read from the command line. */
export interface ServeArguments {
  readonly dev: boolean;
  /** Started by an editor: ends when nobody has been attached for a while. */
  readonly leased: boolean;
  readonly project?: string;
  readonly key?: string;
  /** Like `ORDO_HOME`. */
  readonly stateHome?: string;
  readonly optionsFile?: string;
  /** `name=value` */
  readonly options: readonly string[];
}

export interface HostConfig extends ServeArguments {
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Warnings and news for whoever watches the start, one line each. */
  readonly tell: (line: string) => void;
}
