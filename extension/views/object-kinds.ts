import * as vscode from 'vscode';

/** How a kind of object is called and drawn in the Project view; kinds appear in this order. */
export interface ObjectKindLook {
  readonly kind: string;
  readonly label: string;
  readonly icon: string;
}

/** A function, because texts are translated only after activation. */
export function objectKindLooks(): readonly ObjectKindLook[] {
  const { t } = vscode.l10n;
  return [
    { kind: 'workflow', label: t('Workflows'), icon: 'type-hierarchy' },
    { kind: 'step', label: t('Steps'), icon: 'symbol-method' },
    { kind: 'job', label: t('Jobs'), icon: 'clock' },
    { kind: 'service', label: t('Services'), icon: 'server-process' },
    { kind: 'queue', label: t('Queues'), icon: 'list-ordered' },
    { kind: 'event', label: t('Sync Events'), icon: 'symbol-event' },
    { kind: 'errors', label: t('Errors'), icon: 'warning' },
    { kind: 'group', label: t('Interface Groups'), icon: 'group-by-ref-type' },
    { kind: 'connection', label: t('Connections'), icon: 'plug' },
    { kind: 'value-map', label: t('Value Maps'), icon: 'table' },
    { kind: 'mapper', label: t('Mappers'), icon: 'arrow-swap' },
    { kind: 'mapper-code', label: t('Mapper Code'), icon: 'code' },
    { kind: 'fsm', label: t('Finite State Machines'), icon: 'circuit-board' },
    { kind: 'pipeline', label: t('Pipelines'), icon: 'filter' },
    { kind: 'type', label: t('Types'), icon: 'symbol-structure' },
    { kind: 'class', label: t('Classes'), icon: 'symbol-class' },
    { kind: 'function', label: t('Functions'), icon: 'symbol-function' },
    { kind: 'constant', label: t('Constants'), icon: 'symbol-constant' },
    { kind: 'config-item-values', label: t('Config Item Values'), icon: 'settings' },
  ];
}
