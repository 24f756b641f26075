import type { WorkspaceRule } from '../rule.ts';

/** A file that could not be read is named; what it might define is unknown. */
export const unreadableFile: WorkspaceRule = {
  scope: 'workspace',
  check(workspace, report) {
    for (const [file, reason] of workspace.unreadable)
      report('ORDO-YAML-018', { file, range: startOfFile }, { reason });
  },
};

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
