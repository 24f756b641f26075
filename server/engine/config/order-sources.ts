import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import type { PlanStep } from '../machine/plan.ts';
import { type OrderState, stepKey } from '../machine/state.ts';
import { type TemplateSources, valueAt } from './template.ts';

/** What templates of a step's configuration items read of its order, as it is when the call begins. */
export function orderSources(state: OrderState, step: PlanStep, ind: number, executionId: number): TemplateSources {
  const ofText = (text: JsonText | null) => (path: string) =>
    text === null ? undefined : valueAt(plainFromData(text), path);
  const local: Readonly<Record<string, JsonValue>> = {
    execid: executionId,
    stepname: step.name,
    stepversion: step.version,
    stepid: step.stepId,
    ind,
    workflow_instanceid: state.orderId,
  };
  return {
    static: ofText(state.staticData),
    dynamic: ofText(state.dynamicData),
    temp: ofText(state.tempData),
    step: ofText(state.steps.get(stepKey(step.stepId, ind))?.data ?? null),
    keys: (path) => {
      const values = state.keys[path];
      return values?.length === 1 ? values[0] : values;
    },
    local: (path) => local[path],
  };
}
