import * as vscode from 'vscode';
import type { OrderPageText } from '../../schemas/protocol/order-page.ts';

/** The words of the order page in the language of the window; the page itself has none of its own. */
export function orderPageTextsNow(): Readonly<Record<OrderPageText, string>> {
  const { t } = vscode.l10n;
  return {
    title: t('Order {0}', '{0}'),
    loading: t('Reading the order…'),
    retry: t('Retry'),
    cancel: t('Cancel Order'),
    summary: t('Summary'),
    workflow: t('Workflow'),
    priority: t('Priority'),
    created: t('Created'),
    completed: t('Completed'),
    duration: t('Duration'),
    keys: t('Order keys'),
    steps: t('Steps'),
    step: t('Step'),
    status: t('Status'),
    attempt: t('Attempt'),
    started: t('Started'),
    errors: t('Errors'),
    error: t('Error'),
    severity: t('Severity'),
    info: t('Information'),
    time: t('Time'),
    staticData: t('Static data'),
    dynamicData: t('Dynamic data'),
    history: t('History'),
    transition: t('Transition'),
    who: t('Who'),
    changed: t('Changed data'),
    noSteps: t('No step has begun yet.'),
    noErrors: t('No errors.'),
    noHistory: t('No history.'),
    segment: t('segment {0}', '{0}'),
    openStep: t('Open the step {0}', '{0}'),
    statusChanged: t('Status: {0}', '{0}'),
  };
}
