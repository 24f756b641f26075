import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

/** A step `pay` of a base class with these keys; `code` is the body of its class. */
function check(base: string, code: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const key = base.startsWith('Async') ? 'queue: q\n' : base.startsWith('Event') ? 'event: q\n' : '';
  const { yaml = '', ...files } = more;
  return checkDiagnostics({
    'pay.step.yaml': `type: step\nname: pay\nversion: "1.0"\nbase-class-name: ${base}\n${key}${yaml}`,
    'q.queue.yaml': 'type: queue\nname: q\ndesc: Q.\n',
    'q.event.yaml': 'type: event\nname: q\ndesc: Q.\n',
    'pay.step.ts': `import { ${base}, type Order, type OrderOf, type AsyncOrderCalls, type EventOrderCalls, type SubworkflowOrderCalls } from 'ordo';\nexport class Pay extends ${base} {\n${code}\n}\n`,
    ...files,
  });
}

const shop = (keys: string): Readonly<Record<string, string>> => ({
  'shop.workflow.yaml': `type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\n${keys}steps: ["pay:1.0"]\n`,
});

test('primary of a waiting step makes its call on every path', async () => {
  const asynchronous = (body: string, name = 'primary'): Promise<void> =>
    check(
      'AsyncStep',
      `  async ${name}(order: Order & AsyncOrderCalls) {\n${body}\n  }${name.startsWith('<|') ? ' ' : ''}`,
    );
  await asynchronous('if (order.priority > 5) await order.skipAsyncStep(); else await order.submitAsyncKey("k");');
  await asynchronous('if (order.priority > 5) throw new Error("no"); await order.submitAsyncKey("k");');
  await asynchronous('for (;;) { if (order.priority > 1) { await order.submitAsyncKey("k"); return; } }');
  await asynchronous('while (true) { if (order.priority > 1) continue; await order.submitAsyncKey("k"); break; }');
  await asynchronous('const wait = (o: Order & AsyncOrderCalls) => o.submitAsyncKey("k"); await wait(order);');
  await asynchronous(
    'if (order.attempt > 3) { order.stepError("SOCKET-TIMEOUT"); return; } await order.submitAsyncKey("k");',
  );
  await asynchronous(
    'switch (order.mode) { case "NORMAL": return order.submitAsyncKey("a"); case "RECOVERY": return order.submitAsyncKey("b"); }',
  );
  await check(
    'EventStep',
    '  async <|primary|>(order: Order & EventOrderCalls) { // ORDO-TS-013\n    if (order.priority > 5) await order.bindEvent("k");\n  }',
  );
  await check(
    'SubworkflowStep',
    '  async <|primary|>(order: Order & SubworkflowOrderCalls) { // ORDO-TS-013\n    for (const n of [1]) if (n > 1) return order.skipSubworkflow();\n  }',
  );
  await check(
    'AsyncStep',
    '  async <|primary|>(order: Order & AsyncOrderCalls) { // ORDO-TS-013\n    try { await order.submitAsyncKey("k"); } catch (e) { await order.addNote(String(e)); }\n  }',
  );
  await check('AsyncStep', '  async <|primary|>() {} // ORDO-TS-013');
});

test('primary makes its call once', () =>
  check(
    'AsyncStep',
    '  async primary(order: Order & AsyncOrderCalls) {\n    if (order.priority > 5) await order.skipAsyncStep();\n    await <|order.submitAsyncKey|>("k"); // ORDO-TS-014\n  }',
  ));

test('nothing of an order is kept in the class', async () => {
  await check(
    'NormalStep',
    '  seen = 0;\n  readonly names = new Set<string>();\n  primary() {\n    <|this.seen|> += 1; // ORDO-TS-015\n    <|this.names|>.add("a"); // ORDO-TS-015\n  }',
  );
  await check(
    'NormalStep',
    '  readonly limit = 5;\n  primary(order: Order) { const n = this.limit; if (order.priority > n) throw new Error(); }',
  );
});

test('order keys are those of the key list of each workflow that uses the step', async () => {
  const set = (key: string, comment = ''): string =>
    `  async primary(order: OrderOf<'pay'>) {\n    await order.setOrderKeys({ ${key}: 'x' });${comment}\n  }`;
  await check('NormalStep', set('sku'), shop('keylist: [sku]\n'));
  await check('NormalStep', set('<|skv|>', ' // ORDO-TS-016'), shop('keylist: [sku]\n'));
  await check('NormalStep', set('<|sku|>', ' // ORDO-TS-016'), shop(''));
  await check('NormalStep', set('sku'));
});

test('configuration items are those that the step declares', async () => {
  const read = (item: string, comment = ''): string =>
    `  primary(order: OrderOf<'pay'>) {\n    if (order.configItems.${item} === 'x') throw new Error();${comment}\n  }`;
  const yaml = 'config-items:\n  - { name: store, type: string, description: Where. }\n';
  await check('NormalStep', read('store'), { yaml, ...shop('') });
  await check('NormalStep', read('<|stoer|>', ' // ORDO-TS-017'), { yaml, ...shop('') });
  await check('NormalStep', read('<|store|>', ' // ORDO-TS-017'));
});

test('errors that are raised are defined, and as RETRY when a delay is given', async () => {
  const raise = (call: string, comment = ''): string =>
    `  primary(order: Order) {\n    order.stepError(${call});${comment}\n  }`;
  const errors = {
    'e.errors.yaml':
      'type: errors\nname: e\ndesc: E.\nerrors:\n  - { name: LATE, desc: Late., status: RETRY }\n  - { name: WRONG, desc: Wrong. }\n',
  };
  await check('NormalStep', raise('"LATE", "x", 5'), errors);
  await check('NormalStep', raise('"SOCKET-TIMEOUT", "x", 5'));
  await check('NormalStep', raise('<|"LATER"|>', ' // ORDO-TS-018'), errors);
  await check('NormalStep', raise('<|"WRONG"|>, "x", 5', ' // ORDO-REC-004'), errors);
});

test('dynamic data that is read is written by some step', async () => {
  const read = (key: string, comment = ''): string =>
    `  async primary(order: OrderOf<'pay'>) {\n    await order.dynamicData.update({ total: 1 });\n    const n = order.dynamicData.get(${key});${comment}\n    if (n > 5) throw new Error();\n  }`;
  await check('NormalStep', read('"total"'), shop(''));
  await check('NormalStep', read('<|"totl"|>', ' // ORDO-TS-019'), shop(''));
  await check('NormalStep', read('"totl"'));
});

const post = 'await fetch("http://bank/payments", { method: "POST" })';

test('a step with an outside effect has validation, and one effect', async () => {
  const body = (line: string): string =>
    `  async primary(order: Order) {\n    if (order.priority > 9) throw new Error();\n    ${line}\n  }`;
  const validation = '\n  async validation(): Promise<"RETRY"> { return "RETRY"; }';
  await check('NormalStep', body(`${post};`) + validation);
  await check('NormalStep', body('await <|fetch|>("http://bank/payments", { method: "POST" }); // ORDO-REC-001'));
  await check('NormalStep', body('await fetch("http://bank/payments");'));
  await check('NormalStep', body(`// ordo-ignore ORDO-REC-001 the bank takes a reference once\n    ${post};`));
  await check('NormalStep', body(`if (order.priority > 1) ${post}; else ${post};`) + validation);
  await check(
    'NormalStep',
    body(`${post};\n    await <|fetch|>("http://mail", { method: "PUT" }); // ORDO-REC-002`) + validation,
  );
  await check(
    'NormalStep',
    `  async primary() {\n    await <|send|>(); // ORDO-REC-001\n  }\n}\nasync function send() {\n  ${post};`,
  );
});

test('an error does not end unseen', async () => {
  const body = (handler: string, comment = ''): string =>
    `  async primary(order: Order) {\n    try { await order.addNote("x"); } ${comment === '' ? 'catch' : '<|catch|>'} ${handler}${comment}\n  }`;
  await check('NormalStep', body('(error) { throw error; }'));
  await check('NormalStep', body('{ order.stepError("RETRY-ERROR"); }'));
  await check('NormalStep', body('{}', ' // ORDO-REC-003'));
  await check('NormalStep', body('(error) { order.log.error(error); }', ' // ORDO-REC-003'));
  await check(
    'NormalStep',
    '  async primary(order: Order) {\n    await order.addNote("x").<|catch|>(() => undefined); // ORDO-REC-003\n  }',
  );
});

test('input is looked at before the first effect', async () => {
  const validation = '\n  async validation(): Promise<"RETRY"> { return "RETRY"; }';
  const send = (call: string, comment = ''): string =>
    `  async primary(order: OrderOf<'pay'>) {\n    const body = JSON.stringify(order.staticData);\n    await ${call}("http://bank", { method: "POST", body });${comment}\n  }${validation}`;
  await check('NormalStep', send('<|fetch|>', ' // ORDO-REC-005'), shop(''));
  await check('NormalStep', send('fetch'), shop('staticdata-type: { type: object }\n'));
});

test('the elements of an array step are the same each time', () =>
  check(
    'NormalArrayStep',
    '  array() {\n    return [<|Date.now()|>, <|new Date()|>, <|Math.random()|>]; // ORDO-REC-006, ORDO-REC-006, ORDO-REC-006\n  }\n  primary() {}',
  ));

test('every promise is waited for', async () => {
  await check(
    'NormalStep',
    '  primary(order: Order) {\n    <|order.dynamicData.update|>({ a: 1 }); // ORDO-REC-007\n  }',
  );
  await check('NormalStep', '  primary(order: Order) {\n    return order.dynamicData.update({ a: 1 });\n  }');
});

test('the class of a job extends Job and has run', async () => {
  const job = (code: string, yaml = ''): Promise<void> =>
    checkDiagnostics({
      'clean.job.yaml': `type: job\nname: clean\nversion: "1.0"\ndesc: Cleans.\nduration: 60\n${yaml}`,
      'clean.job.ts': `import { Job, type JobRun } from 'ordo';\n${code}`,
    });
  await job(
    'export class Clean extends Job {\n  count = 0;\n  async run(job: JobRun) { this.count += 1; await job.info.save({ count: this.count, store: job.configItems.store }); }\n}\n',
    'config-items: [{ name: store, type: string, description: Where. }]\n',
  );
  await job('export class <|Clean|> { run() {} } // ORDO-TS-006\n');
  await job(
    'export class Clean extends Job { run(job: JobRun) { job.log.info(job.configItems.<|stoer|>); } } // ORDO-TS-017\n',
  );
  await job(
    'export class Clean extends Job {\n  run(job: JobRun) {\n    <|job.info.save|>({ a: 1 }); // ORDO-REC-007\n  }\n}\n',
  );
  await job('export class <|Clean|> extends Job { <|primary|>() {} } // ORDO-TS-002, ORDO-TS-008\n');
});
