import type { Problem } from '../../schemas/protocol/problem.ts';
import type { InstallAnswer } from '../../schemas/protocol/rest.ts';
import type { EngineClient } from '../api/client/client.ts';
import type { Project } from '../language/project.ts';

/** Input of `deployProject` (pipeline.ts), the one way by which editor, command line and tests deploy. */
export interface DeployRequest {
  readonly project: Project;
  readonly client: EngineClient;
  /** Absolute paths of YAML files to deploy with all they need; absent = the whole project. */
  readonly files?: readonly string[];
  readonly prune?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: DeployStep, detail: string) => void;
}

export type DeployStep = 'check' | 'bundle' | 'dry-run' | 'send';

export interface DeployOutcome {
  readonly answer: InstallAnswer;
  /** Everything that was found, warnings included; an error among them means that nothing was sent. */
  readonly problems: readonly Problem[];
  readonly milliseconds: Readonly<Record<DeployStep, number>>;
}
