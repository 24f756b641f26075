import type { ErrorDefinition } from './errors.ts';

/** Errors that mean "the other side could not be reached just now" (manual: default errors). */
const retryNames: Readonly<Record<string, readonly string[]>> = {
  'Socket error': [
    'SOCKET-SSL-ERROR',
    'SOCKET-SEND-ERROR',
    'SOCKET-RECV-ERROR',
    'SOCKET-TIMEOUT',
    'SOCKET-CONNECT-ERROR',
    'SOCKET-CLOSED',
  ],
  'HTTP error': ['HTTP-CLIENT-RECEIVE-ERROR', 'SOCKET-HTTP-ERROR', 'REST-CONNECTION-ERROR'],
  'FTP error': [
    'FTP-RECEIVE-ERROR',
    'FTP-CONNECT-ERROR',
    'FTPS-SECURE-DATA-ERROR',
    'FTP-DATA-SOCKET-CLOSED',
    'FTP-DATA-SOCKET-RECV-ERROR',
    'FTP-TIMEOUT-ERROR',
  ],
  'SSH or SFTP error': [
    'SSH2-ERROR',
    'SFTPCLIENT-TIMEOUT',
    'SFTPCLIENT-LIST-ERROR',
    'SFTPCLIENT-LISTFULL-ERROR',
    'SFTPCLIENT-CHMOD-ERROR',
    'SFTPCLIENT-MKDIR-ERROR',
    'SFTPCLIENT-RMDIR-ERROR',
    'SFTPCLIENT-RENAME-ERROR',
    'SFTPCLIENT-REMOVEFILE-ERROR',
    'SFTPCLIENT-CONNECT-ERROR',
    'SFTPCLIENT-GETFILE-ERROR',
    'SFTPCLIENT-GETTEXTFILE-ERROR',
    'SFTPCLIENT-PUTFILE-ERROR',
    'SFTPCLIENT-STAT-ERROR',
    'SSH2CLIENT-SCPGET-ERROR',
    'SSH2CLIENT-SCPPUT-ERROR',
    'SSH2CLIENT-TIMEOUT',
  ],
  'Java communication error': [
    'java.io.InterruptedIOException',
    'java.net.SocketTimeoutException',
    'java.net.ConnectException',
    'java.net.NoRouteToHostException',
    'java.net.HttpRetryException',
    'java.net.ProtocolException',
    'java.net.SocketException',
    'javax.imageio.IIOException',
    'java.nio.channels.InterruptedByTimeoutException',
    'java.rmi.ConnectException',
    'java.rmi.ConnectIOException',
    'javax.net.ssl.SSLException',
    'javax.net.ssl.SSLHandshakeException',
    'javax.net.ssl.SSLProtocolException',
    'javax.xml.soap.SOAPException',
  ],
  'Database error': ['TRANSACTION-LOCK-TIMEOUT', 'DATASOURCE-RETRY-ERROR'],
};

const base = { severity: 'MAJOR', status: 'RETRY', business: false } as const;

const special: readonly ErrorDefinition[] = [
  { ...base, error: 'RETRY-ERROR', description: 'An error that is retried' },
  { ...base, error: 'BUSINESS-ERROR', description: 'An error in business data', status: 'ERROR', business: true },
  { ...base, error: 'BUSINESS-RETRY-ERROR', description: 'An error in business data that is retried', business: true },
  {
    ...base,
    error: 'BUSINESS-WARNING',
    description: 'A warning about business data',
    severity: 'WARNING',
    business: true,
  },
  { ...base, error: 'TECHNICAL-WARNING', description: 'A technical warning', severity: 'WARNING' },
  {
    ...base,
    error: 'RETRIES-EXCEEDED-ERROR',
    description: 'A step ended with RETRY more often than max-retries allows',
    status: 'ERROR',
  },
  // Ours. Nobody knows whether the action took place, so that only a retry with validation can tell.
  { ...base, error: 'STEP-TIMEOUT', description: 'A call of a step took longer than its step-timeout' },
  { ...base, error: 'RUNNER-LOST', description: 'The process that ran the step ended before the step did' },
];

/** Global definitions that every engine has; missing ones are made anew at each start, so rather change than delete them. */
export const defaultErrorDefinitions: readonly ErrorDefinition[] = [
  ...Object.entries(retryNames).flatMap(([description, names]) =>
    names.map((error) => ({ ...base, error, description })),
  ),
  ...special,
];

/** Status by name of the errors that every engine knows without a definition in a project. */
export const defaultErrorNames: ReadonlyMap<string, string> = new Map(
  defaultErrorDefinitions.map(({ error, status }) => [error, status]),
);
