import { defineProblems } from '../../base/problems.ts';

/** Why a release is not installed; deploy finds most of these earlier, the engine holds them for every client. */
export const releaseProblems = defineProblems({
  'ORDO-RELEASE-001': {
    severity: 'error',
    message: 'Workflow "{workflow}" uses step "{step}", which is neither in this release nor deployed.',
    remedy: 'Deploy the step too.',
  },
  'ORDO-RELEASE-002': {
    severity: 'error',
    message: 'The code of workflow "{workflow}" (bundle {hash}) is neither in this release nor kept by the engine.',
    remedy: 'Deploy the workflow again with its code.',
  },
  'ORDO-RELEASE-003': {
    severity: 'error',
    message: '{kind} "{name}" is in this release twice.',
    remedy: 'Give one of the two another name or version.',
  },
  'ORDO-RELEASE-004': {
    severity: 'error',
    message: 'The release has format version {found}; this engine knows version {known}.',
    remedy: 'Use a client and an engine of the same product version.',
  },
  'ORDO-RELEASE-005': {
    severity: 'error',
    message: '{kind} "{name}" cannot be removed: {count} unfinished orders need it ({orders}).',
    remedy: 'Let these orders finish or cancel them, or deploy without removing.',
  },
  'ORDO-RELEASE-006': {
    severity: 'error',
    message: 'Workflow "{workflow}" uses the errors "{errors}", which are neither in this release nor deployed.',
    remedy: 'Deploy the errors file too.',
  },
  'ORDO-RELEASE-007': {
    severity: 'error',
    message: 'In workflow "{workflow}", step "{step}" waits for "{after}", which is not a step of the workflow.',
    remedy: 'Remove the dependency or add the step.',
  },
  'ORDO-RELEASE-008': {
    severity: 'error',
    message: 'In workflow "{workflow}" the steps {steps} wait for each other.',
    remedy: 'Remove one of their dependencies.',
  },
  'ORDO-RELEASE-009': {
    severity: 'error',
    message: '{what} of {owner} cannot be used: {detail}.',
    remedy: 'Write a value of the type of the item, one of the allowed ones where it lists them.',
  },
  'ORDO-RELEASE-010': {
    severity: 'error',
    message: 'The {owner} sets configuration item "{name}", which none of its steps has.',
    remedy: 'Correct the name, or remove the value.',
  },
  'ORDO-RELEASE-011': {
    severity: 'error',
    message: 'The {owner} sets configuration item "{name}", which is strictly local to its step.',
    remedy: 'Set the value at the step, or remove `strictly_local` there.',
  },
  'ORDO-RELEASE-012': {
    severity: 'error',
    message: 'The code of job "{job}" (bundle {hash}) is neither in this release nor kept by the engine.',
    remedy: 'Deploy the job again with its code.',
  },
  'ORDO-RELEASE-013': {
    severity: 'error',
    message: 'The schedule of job "{job}" cannot be used: {reason}.',
    remedy: 'Correct the schedule and deploy the job again.',
  },
});
