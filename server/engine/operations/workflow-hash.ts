import type { StepHash, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { AlertBoard } from '../alerts/alert-board.ts';
import type { EngineOptions } from '../options/options.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';

/** Overridable options whose values in force are shown with a workflow. */
const shownOptions = ['recover_delay', 'async_delay', 'max-retries', 'max-async-retries'] as const;

/** A workflow as the API shows it (manual: workflow hash). */
export function buildWorkflowHash(
  workflow: WorkflowRuntime,
  orders: Pick<WorkflowHash, 'order_counts' | 'order_stats' | 'overdue_orders'>,
  alerts: AlertBoard,
  options: EngineOptions,
): WorkflowHash {
  const { plan, manifest, settings, deployed } = workflow;
  const inForce = shownOptions.map((name) => [name, workflow.optionValues[name] ?? options.number(name)] as const);
  return {
    workflowid: plan.workflowId,
    name: plan.name,
    version: plan.version,
    patch: plan.patch ?? null,
    description: manifest.description,
    author: manifest.author.join(', '),
    remote: settings.remote,
    autostart: settings.autostart,
    max_instances: manifest.maxInstances ?? null,
    sla_threshold: settings.slaThresholdSeconds,
    enabled: settings.enabled,
    deprecated: settings.deprecated,
    keylist: manifest.keylist,
    created: isoFromMicros(deployed.created),
    modified: isoFromMicros(deployed.modified),
    stepmap: Object.fromEntries(plan.steps.map(({ stepId, identity }) => [stepId, identity])),
    steps: Object.fromEntries(plan.steps.map(({ stepId, after }) => [stepId, after])),
    segment: plan.segments.map(({ segmentId, steps, dependsOn }) => ({
      segmentid: segmentId,
      steplist: steps,
      after: dependsOn,
    })),
    stepinfo: stepHashes(workflow),
    options: { ...Object.fromEntries(inForce), ...workflow.optionValues },
    exec_count: workflow.instances.length,
    ...orders,
    alerts: alerts.of('WORKFLOW', String(plan.workflowId)),
  };
}

function stepHashes(workflow: WorkflowRuntime): readonly StepHash[] {
  return workflow.plan.steps.map((step) => {
    const manifest = workflow.deployment.steps.get(step.identity)?.manifest;
    return {
      stepid: step.stepId,
      name: step.name,
      version: step.version,
      steptype: step.stepType,
      arraytype: step.arrayType,
      desc: manifest?.description ?? '',
      class: manifest?.className ?? '',
      has_validation: step.hasValidation,
    };
  });
}
