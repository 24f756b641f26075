import { defineProblems } from '../base/problems.ts';

/** All texts of deploy: what is wrong and what to do. */
export const deployProblems = defineProblems({
  'ORDO-DEPLOY-001': {
    severity: 'error',
    message: 'The code cannot be bundled: {text}.',
    remedy: 'Correct the code here.{hint}',
  },
  'ORDO-DEPLOY-002': {
    severity: 'error',
    message: 'The import "{path}" was not found.',
    remedy: 'Correct the path, or install the package in the project folder with `npm install {package}`.',
  },
  'ORDO-DEPLOY-003': {
    severity: 'error',
    message: 'Top-level `await` cannot run in a program, which is loaded in one go.',
    remedy: 'Move the `await` into an async method or function and call it from there.',
  },
  'ORDO-DEPLOY-004': {
    severity: 'error',
    message: '"{path}" needs a native module (.node), which a program cannot carry.',
    remedy: 'Use a package written in JavaScript alone, or call the native code over HTTP as an end system.',
  },
  'ORDO-DEPLOY-005': {
    severity: 'error',
    message: '{kind} "{object}" names the class "{className}", but {file} does not export it.',
    remedy: 'Write `export class {className} …` there, or correct `class-name`.',
  },
  'ORDO-DEPLOY-007': {
    severity: 'error',
    message: 'The class "{className}" of step "{object}" could not be created: {error}.',
    remedy:
      'Let the constructor take no arguments and need nothing of the running system; move the rest into `primary`.',
  },
  'ORDO-DEPLOY-008': {
    severity: 'error',
    message: 'The program of workflow "{object}" could not be loaded: {error}.',
    remedy:
      'Code outside of classes and functions runs when the program is loaded: make it succeed without the running system.',
  },
  'ORDO-DEPLOY-009': {
    severity: 'error',
    message:
      'Step "{object}" says {key} "{written}", but its class "{className}" extends {baseClass}, which is "{actual}".',
    remedy: 'The class decides: write `{key}: {actual}` or remove the key, or extend the base class you mean.',
  },
  'ORDO-DEPLOY-010': {
    severity: 'error',
    message: '{what} cannot run in this version of Ordo.',
    remedy: '{remedy}',
  },
  'ORDO-DEPLOY-011': {
    severity: 'error',
    message: '{kind} "{object}" has no code file.',
    remedy: 'Create {file}, or name the file in `code`.',
  },
  'ORDO-DEPLOY-012': {
    severity: 'error',
    message: '{file} defines no object of this project.',
    remedy: 'Name a YAML file of the project folder, or the code file of one of its objects.',
  },
  'ORDO-DEPLOY-013': {
    severity: 'error',
    message: 'The class "{className}" of step "{object}" has no method `{method}`.',
    remedy: 'Add `async {method}(order) { … }`: every {baseClass} needs it.',
  },
  'ORDO-DEPLOY-014': {
    severity: 'error',
    message: '{kind} "{object}" does not say which class of {file} it uses: {found}.',
    remedy: 'Export one class from the file, or name it in `class-name`.',
  },
  'ORDO-DEPLOY-015': {
    severity: 'error',
    message: 'The class "{className}" of step "{object}" extends no step class of Ordo.',
    remedy: "Extend `NormalStep` or another step class: `import { NormalStep } from 'ordo'`.",
  },
  'ORDO-DEPLOY-016': {
    severity: 'error',
    message: 'Step "{step}" of workflow "{object}" does not exist in the project.',
    remedy: 'Create the step, or correct its name and version here.',
  },
  'ORDO-DEPLOY-017': {
    severity: 'warning',
    message: 'esbuild: {text}.',
    remedy: 'Look at the code here; it is deployed as it is.{hint}',
  },
  'ORDO-DEPLOY-020': {
    severity: 'error',
    message: 'The program of job "{object}" could not be loaded: {error}.',
    remedy:
      'Code outside of classes and functions, and the constructor, run when the program is loaded: make them succeed without the running system.',
  },
  'ORDO-DEPLOY-021': {
    severity: 'error',
    message: 'The class "{className}" of job "{object}" is no job: {error}.',
    remedy: "Extend `Job` and give it a method `run(job)`: `import { Job, type JobRun } from 'ordo'`.",
  },
});
