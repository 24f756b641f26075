import type { DebugProtocol } from '@vscode/debugprotocol';

/** Only what works is announced: the editor shows a button for each. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  exceptionBreakpointFilters: [
    {
      filter: 'error',
      label: 'Errors',
      description: 'Stops after a call that threw, was lost or took too long.',
      default: true,
    },
    { filter: 'recovery', label: 'Recovery', description: 'Stops before each call in recovery.', default: false },
    { filter: 'validation', label: 'Validation', description: 'Stops before each validation.', default: false },
  ],
};
