import type { Release } from '../../schemas/model/release.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { InstallAnswer } from '../../schemas/protocol/rest.ts';
import type { EngineClient } from '../api/client/client.ts';
import { throwIfCancelled } from '../base/cancel.ts';
import type { BuiltObject } from './pipeline-types.ts';

/** One request to the engine, with only the bundles it does not have yet. After it began it is not taken back. */
export async function sendRelease(
  client: EngineClient,
  release: Release,
  signal: AbortSignal | undefined,
): Promise<InstallAnswer> {
  const known = new Set(await client.knownBundles(release.bundles.map((bundle) => bundle.hash)));
  throwIfCancelled(signal, 'The deploy');
  return client.installRelease({ ...release, bundles: release.bundles.filter((bundle) => !known.has(bundle.hash)) });
}

/** The answer to a project that was not sent, in the form the engine gives to one it refuses. */
export function refusedAnswer(objects: readonly BuiltObject[], problems: readonly Problem[]): InstallAnswer {
  return {
    installed: false,
    releaseid: null,
    objects: objects.map((object) => ({ ...object, id: null, action: 'refused' })),
    problems,
  };
}
