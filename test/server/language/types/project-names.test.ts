import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

test('names of errors, workflows, queues and events are types of the code', () =>
  checkDiagnostics({
    'answers.queue.yaml': 'type: queue\nname: answers\ndesc: A.\n',
    'shop.errors.yaml': 'type: errors\nname: shop\ndesc: E.\nerrors: [{ name: LATE, desc: Late. }]\n',
    'shop.workflow.yaml': 'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nsteps: ["pay:1.0"]\n',
    'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n',
    'pay.step.ts': `
      import { NormalStep, type Order, type ProjectNames } from 'ordo';
      const known: ProjectNames['errors'][] = ['LATE', 'SOCKET-TIMEOUT'];
      const queue: ProjectNames['queues'] = 'answers';
      const workflow: ProjectNames['workflows'] = 'shop';
      const <|wrong|>: ProjectNames['errors'] = 'LATER'; // ORDO-TS-002
      export class Pay extends NormalStep {
        primary(order: Order) {
          order.stepError('LATE');
          order.stepError(\`\${queue}-\${workflow}-\${known.length}-\${wrong}\`);
        }
      }
    `,
  }));
