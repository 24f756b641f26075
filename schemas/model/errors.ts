/** Error severities by falling rank (manual: error handling). Only FATAL and MAJOR change a step's status. */
export const severities = ['FATAL', 'MAJOR', 'MINOR', 'WARNING', 'INFO', 'NONE'] as const;
export type Severity = (typeof severities)[number];

export const errorLevels = ['AUTO', 'GLOBAL', 'WORKFLOW'] as const;
export type ErrorLevel = (typeof errorLevels)[number];

export type ErrorStatus = 'ERROR' | 'RETRY' | 'CANCELED';

/** How an error that a step raises is treated (manual: error definition attributes). */
export interface ErrorDefinition {
  readonly error: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: ErrorStatus;
  readonly business: boolean;
  /** Only with status RETRY; replaces the workflow's recover delay. */
  readonly retryDelaySeconds?: number;
}

/** An error definition as written in an errors file, before the level rules place it. */
export interface ErrorDeclaration extends ErrorDefinition {
  readonly level: ErrorLevel;
}
