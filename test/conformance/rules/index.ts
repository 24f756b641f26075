import { configItemRules } from './config-items.ts';
import { errorRules } from './errors.ts';
import type { RuleTopic } from './rule.ts';
import { sensitiveDataRules } from './sensitive-data.ts';

/** All topics. Adding one adds a line here. */
export const ruleTopics: readonly RuleTopic[] = [configItemRules, errorRules, sensitiveDataRules];
