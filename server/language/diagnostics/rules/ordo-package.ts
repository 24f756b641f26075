import type { WorkspaceRule } from '../rule.ts';

/** Deploy resolves `ordo` before `node_modules`; a real package of that name would be hidden. */
export const ordoPackage: WorkspaceRule = {
  scope: 'workspace',
  check(workspace, report) {
    for (const { file, range, where } of workspace.foreignPackages) report('ORDO-OBJ-014', { file, range }, { where });
  },
};
