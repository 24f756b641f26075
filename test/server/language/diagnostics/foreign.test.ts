import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withProject, type ProjectTexts } from '../../../support/language-project.ts';

/** A project as the manuals' own tools write it. */
const foreign: ProjectTexts = {
  'SHOP-ORDER-1.0.qwf.yaml': `# This is a generated file, don't edit!
type: workflow
name: SHOP-ORDER
desc: "Takes an order."
author:
  - Somebody
code: SHOP-ORDER-1.0.qwf
class-name: ShopOrder
base-class-name: QorusWorkflow
lang: qore
remote: true
autostart: 1
sla_threshold: 1800
keylist:
  - number
classes:
  - ShopConnections
class-connections:
  Connection1:
    - id: 1
      connector: out
      name: shop
mappers:
  - order-to-parcel:1.0
vmaps:
  - countries
config-item-values:
  - name: warehouse
    value: |
      north
    is_value_templated_string: true
errors: SHOP-ERRORS
steps:
    [
        "check-stock:1.0",
        [
            "take-payment:1.0",
            [
                "reserve:1.0",
                "book:1.0"
            ]
        ],
        "ship:1.0",
    ]
version: '1.0'
`,
  'check-stock-1.0.qstep.yaml': `type: step
name: check-stock
version: '1.0'
desc: Checks.
author: [Somebody]
lang: python
base-class-name: QorusNormalStep
class-name: CheckStock
code: check-stock-1.0.qstep.py
classes: [StockLib]
config-items:
  - name: warehouse
    type: "*string"
    description: Which.
    parent: { interface-type: class, interface-name: StockLib, interface-version: '1.0' }
`,
  'take-payment-1.0.qstep.yaml': `type: step
name: take-payment
version: '1.0'
steptype: ASYNC
arraytype: NONE
queue: PAYMENTS
lang: java
class-name: TakePayment
code: TakePayment.java
`,
  'reserve-1.0.qstep.yaml': `type: step
name: reserve
version: '1.0'
base-class-name: QorusEventStep
event: RESERVED
code: reserve-1.0.qstep
class-name: Reserve
fsm: [{ name: reserve-flow, triggers: [{ method: primary }] }]
`,
  'clean-up.qjob.yaml': `type: job
name: clean-up
version: '1.0'
desc: Cleans.
lang: qore
code: clean-up.qjob
base-class-name: QorusJob
class-name: CleanUp
schedule: { minutes: '0', hours: '4', days: '*', months: '*', dow: '*' }
run-skipped: false
`,
  'stock.qsd.yaml': `type: service
name: stock
version: '1.0'
desc: Stock.
servicetype: USER
lang: python
code: stock-1.0.qsd.py
class-name: Stock
base-class-name: QorusService
autostart: true
methods:
  - name: find
    desc: Finds.
`,
  'order-to-parcel-1.0.qmapper.yaml': `type: mapper
name: order-to-parcel
version: '1.0'
desc: Maps.
mappertype: Mapper
mapper-code: [MapTools:1.0]
groups: [shop]
fields: { id: { name: number } }
`,
};

test("files of the manuals' own system have no errors and no warnings", async () => {
  const found = await withProject(foreign, (project) => project.check());
  assert.deepEqual(
    found
      .filter(({ severity }) => severity !== 'information')
      .map(({ file, code, message }) => `${file} ${code} ${message}`),
    [],
  );
  assert.ok(found.some(({ code }) => code === 'ORDO-OBJ-012'));
  assert.ok(found.some(({ code, file }) => code === 'ORDO-REF-005' && file === 'SHOP-ORDER-1.0.qwf.yaml'));
});

test('a step in TypeScript under a file name of the manuals gets its errors', async () => {
  const texts = {
    'pay.qstep.yaml':
      'type: step\nname: pay\nversion: "1.0"\nbase-class-name: AsyncStep\nqueue: nowhere\ncode: pay.ts\n',
    'pay.ts': '',
  };
  const found = await withProject(texts, (project) => project.check({ skipTypeScript: true }));
  assert.deepEqual(
    found.map(({ code }) => code),
    ['ORDO-REF-001'],
  );
});
