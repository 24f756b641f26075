import { ruleTopic } from './rule.ts';

const item = 'configuration items: ';

export const configItemRules = ruleTopic('Configuration items', 'CFG', 'config-items.test.ts', [
  ['A value of the step goes before one of the workflow', `${item}step goes before`],
  ['A value of the workflow goes before a global one', `${item}step goes before`],
  ['A global value goes before the default', `${item}step goes before`],
  ['A removed value lets the next level through', `${item}step goes before`],
  ['A change holds from the next call on, without a deploy', `${item}step goes before`],
  ['A strictly local item is set at its step only', `${item}a strictly local one`],
  ['A global value never reaches a strictly local item', `${item}a global value set before`],
  ['A value of the wrong type is refused with CONFIG-ITEM-ERROR', `${item}`],
  ['Types with * may be null; dates are dates in code', `${item}right values of each type`],
  ['Only allowed values are accepted', `${item}only allowed values`],
  ['An unknown item is refused', `${item}an unknown name`],
  ['YAML of step and workflow sets first values', `${item}YAML values of step and workflow`],
  ['Values that operations set survive deploys', `${item}YAML values of step and workflow`],
  ['Values that operations removed stay removed over deploys', `${item}YAML values of step and workflow`],
  ['A value that YAML no longer sets goes with the deploy', `${item}a value that YAML no longer sets`],
  ['Values survive a restart', `${item}they survive a restart`],
  [
    'Template strings read static, dynamic, temp and step data, keys, other items and local facts',
    `${item}template strings`,
  ],
  ['A template may say what to take where there is no value; \\$ is a dollar', `${item}template strings`],
  ['A wrong value stops the deploy, and nothing is installed', 'configuration items at deploy: '],
  ['A config-item-values object sets values of the level it names', `${item}values of a config-item-values`],
  ['A sensitive value is hidden in answers, events and logs', `${item}the value of a sensitive one`],
]);
