import type { Rule } from './rule.ts';
import { autostart } from './rules/autostart.ts';
import { codeFile } from './rules/code-file.ts';
import { configItemValues } from './rules/config-item-values.ts';
import { duplicateObject } from './rules/duplicate-object.ts';
import { errorDefinitions } from './rules/error-definitions.ts';
import { jobSchedule } from './rules/job-schedule.ts';
import { notRunYet } from './rules/not-run-yet.ts';
import { objectType } from './rules/object-type.ts';
import { ordoPackage } from './rules/ordo-package.ts';
import { redundantDependencies } from './rules/redundant-edges.ts';
import { references } from './rules/references.ts';
import { schema } from './rules/schema.ts';
import { stepGraph } from './rules/step-graph.ts';
import { stepKind } from './rules/step-kind.ts';
import { stepReferences } from './rules/step-references.ts';
import { triggerMethods } from './rules/trigger-methods.ts';
import { unreadableFile } from './rules/unreadable-file.ts';
import { workflowOptions } from './rules/workflow-options.ts';
import { yamlFaults } from './rules/yaml-faults.ts';

/** All rules of YAML files, in the order in which their problems are found. A new rule is a new row. */
export const ruleTable: readonly Rule[] = [
  unreadableFile,
  yamlFaults,
  objectType,
  schema,
  stepGraph,
  redundantDependencies,
  stepReferences,
  stepKind,
  references,
  duplicateObject,
  codeFile,
  notRunYet,
  autostart,
  workflowOptions,
  configItemValues,
  triggerMethods,
  errorDefinitions,
  jobSchedule,
  ordoPackage,
];
