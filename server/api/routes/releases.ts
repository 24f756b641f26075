import type { JsonObject } from '../../../schemas/model/data.ts';
import type { Release } from '../../../schemas/model/release.ts';
import { integer, listOf, text } from './argument-kinds.ts';
import { checkRelease } from './release-check.ts';
import { notFound } from './refusals.ts';
import { optional, required, route, type Route } from './route.ts';
import { anyShape, one } from './shapes.ts';

/** Releases: what was deployed, and deploying (manual: REST API, releases; POST is ours). */
export const releaseRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'releases',
    text: 'Installed releases, newest first.',
    arguments: {
      limit: optional(integer(1, 10_000), 'Most rows; all by default.'),
      offset: optional(integer(0), 'Rows to leave out first.'),
    },
    result: anyShape,
    run: async ({ context, arguments: given }) => {
      const all = await context.engine.releases.list();
      const from = given.offset ?? 0;
      return all.slice(from, from + (given.limit ?? all.length));
    },
  }),
  route({
    method: 'GET',
    path: 'releases/{release}',
    text: 'One release by its name or id.',
    result: anyShape,
    run: async ({ context, path }) => {
      const matches = (row: JsonObject): boolean =>
        row['name'] === path.release || JSON.stringify(row['releaseid']) === path.release;
      const found = (await context.engine.releases.list()).find(matches);
      if (found === undefined) throw notFound(`There is no release "${path.release}".`);
      return found;
    },
  }),
  route({
    method: 'POST',
    path: 'releases',
    text: 'Install a release: all of it, or nothing. The body is the release; a refusal is told by the answer.',
    wholeBody: 'release',
    result: one('InstallAnswer'),
    run: async ({ context, body, caller }) => {
      const release: Release = checkRelease(body);
      return context.engine.releases.install(release, caller);
    },
  }),
  route({
    method: 'POST',
    path: 'releases',
    action: 'knownBundles',
    text: 'Which of these bundles the engine has already, so that they need not be sent.',
    arguments: { hashes: required(listOf(text({ max: 128 })), 'Hashes of bundles.') },
    result: anyShape,
    run: async ({ context, arguments: given }) => context.engine.releases.knownBundles(given.hashes),
  }),
];
