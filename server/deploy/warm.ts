import type { Project } from '../language/project.ts';
import { Bundler } from './bundle/bundler.ts';
import type { ProgramFacts } from './dry-run.ts';

/** What one deploy of a project leaves for the next: a one-line change then costs milliseconds. */
export interface WarmParts {
  readonly bundler: Bundler;
  /** Good dry runs by bundle hash. */
  readonly dryRuns: Map<string, ProgramFacts>;
}

const partsByProject = new WeakMap<Project, WarmParts>();

/** The warm parts of a project, made on first use. */
export function warmPartsOf(project: Project): WarmParts {
  const existing = partsByProject.get(project);
  if (existing !== undefined) return existing;
  const parts = { bundler: new Bundler(project.root), dryRuns: new Map<string, ProgramFacts>() };
  partsByProject.set(project, parts);
  return parts;
}

/** Frees what deploys of this project keep; the next one starts cold. */
export async function disposeDeploy(project: Project): Promise<void> {
  const parts = partsByProject.get(project);
  partsByProject.delete(project);
  await parts?.bundler.dispose();
}
