import type { ToGraphPage } from '../../../schemas/protocol/graph-page.ts';

/** An order in the middle of the shop's graph. */
export function orderLive(): ToGraphPage {
  return {
    type: 'live',
    live: {
      type: 'order',
      orderId: 7,
      status: 'RETRY',
      canRetry: true,
      steps: {
        'check-order:1.0': { status: 'COMPLETE', attempts: 1, milliseconds: 12, canSkip: false },
        'reserve-stock:1.0': {
          status: 'IN-PROGRESS',
          attempts: 2,
          canSkip: false,
          elements: ['COMPLETE', 'COMPLETE', 'ERROR', 'IN-PROGRESS'],
        },
        'check-card:1.0': { status: 'ERROR', attempts: 3, milliseconds: 1_200, error: 'CARD-DECLINED', canSkip: true },
      },
    },
  };
}

/** A form with a field of each type. */
export function stepDetails(): ToGraphPage {
  const field = { description: '', isRequired: false, isReadOnly: false, choices: [], problems: [] };
  return {
    type: 'details',
    details: {
      step: 'take-payment:1.0',
      uri: 'file:///shop/steps/take-payment.step.yaml',
      codeUri: 'file:///shop/steps/take-payment.step.ts',
      methods: [
        {
          name: 'primary',
          uri: 'file:///shop/steps/take-payment.step.ts',
          range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } },
        },
      ],
      fields: [
        { ...field, key: 'desc', title: 'Description', type: 'text', isRequired: true, value: 'Takes the money.' },
        { ...field, key: 'timeout', title: 'Timeout', type: 'number', value: 5, defaultValue: 10 },
        { ...field, key: 'base', title: 'Base class', type: 'choice', choices: ['NormalStep'], value: 'NormalStep' },
        { ...field, key: 'ui', title: 'User interaction', type: 'boolean', value: true, problems: ['Not so.'] },
        { ...field, key: 'author', title: 'Author', type: 'list', value: ['Ordo'] },
        { ...field, key: 'data', title: 'Data', type: 'yaml', value: 'type: object\nrequired: [a]' },
      ],
    },
  };
}
