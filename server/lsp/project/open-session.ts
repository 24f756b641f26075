import { disposeDeploy } from '../../deploy/pipeline.ts';
import { writeOrdoFolder } from '../../language/typescript/ordo-folder.ts';
import { openProject } from '../../language/workspace/open-project.ts';
import { ProjectSession, type SessionParts } from './project-session.ts';

/** Reads a project folder from disk and begins to keep it fresh. */
export async function openSession(root: string, parts: SessionParts): Promise<ProjectSession> {
  const project = await openProject(root);
  return new ProjectSession(project, parts, {
    writeTypes: () => writeOrdoFolder(project),
    close: () => disposeDeploy(project),
  });
}
