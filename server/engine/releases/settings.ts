import type { WorkflowManifest } from '../../../schemas/model/release.ts';

/** What operations manage of a workflow, with a note of what they changed by hand. */
export interface ManagedSettings {
  readonly autostart: number;
  readonly manualAutostart: boolean;
  readonly remote: boolean;
  readonly manualRemote: boolean;
  readonly slaThresholdSeconds: number;
  readonly manualSlaThreshold: boolean;
}

/** The settings after a deploy: as the manifest says, except for what operations changed (manual: managed by operations). */
export function settingsAfterDeploy(manifest: WorkflowManifest, known: ManagedSettings | undefined): ManagedSettings {
  const { manualAutostart = false, manualRemote = false, manualSlaThreshold = false } = known ?? {};
  return {
    autostart: known !== undefined && manualAutostart ? known.autostart : (manifest.autostart ?? 0),
    manualAutostart,
    remote: known !== undefined && manualRemote ? known.remote : manifest.remote,
    manualRemote,
    slaThresholdSeconds:
      known !== undefined && manualSlaThreshold ? known.slaThresholdSeconds : manifest.slaThresholdSeconds,
    manualSlaThreshold,
  };
}
