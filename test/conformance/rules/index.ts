import { configItemRules } from './config-items.ts';
import { errorRules } from './errors.ts';
import { jobRules } from './jobs.ts';
import {
  auditRules,
  orderActionRules,
  orderEditRules,
  reportRules,
  userInteractionRules,
  workflowOptionRules,
} from './operations.ts';
import { informationRules } from './information.ts';
import { createOrderRules, executionRules, orderDataRules, recoveryRules, versionRules } from './orders.ts';
import type { RuleTopic } from './rule.ts';
import { segmentRules } from './segments.ts';
import { sensitiveDataRules } from './sensitive-data.ts';
import { arrayStepRules, asyncStepRules, eventStepRules, subworkflowStepRules } from './steps.ts';
import { workflowHookRules } from './workflow-hooks.ts';

/** All topics. Adding one adds a line here. */
export const ruleTopics: readonly RuleTopic[] = [
  segmentRules,
  asyncStepRules,
  eventStepRules,
  subworkflowStepRules,
  arrayStepRules,
  configItemRules,
  errorRules,
  orderActionRules,
  orderEditRules,
  userInteractionRules,
  auditRules,
  reportRules,
  workflowOptionRules,
  sensitiveDataRules,
  workflowHookRules,
  informationRules,
  jobRules,
  createOrderRules,
  orderDataRules,
  versionRules,
  executionRules,
  recoveryRules,
];
