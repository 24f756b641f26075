import { disposeDeploy } from '../../deploy/pipeline.ts';
import { writeOrdoFolder } from '../../language/typescript/ordo-folder.ts';
import { loadProject } from '../../language/workspace/load-project.ts';
import { ProjectSession, type SessionParts } from './project-session.ts';

/** Reads a project folder from disk and begins to keep it fresh. */
export async function openSession(root: string, parts: SessionParts): Promise<ProjectSession> {
  const project = await loadProject(root);
  return new ProjectSession(project, parts, {
    writeTypes: async () => void (await writeOrdoFolder(project)),
    close: () => disposeDeploy(project),
  });
}
