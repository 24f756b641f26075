import type { Release } from '../../schemas/model/release.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { InstallAnswer } from '../../schemas/protocol/rest.ts';
import type { EngineClient } from '../api/client/client.ts';
import type { RunnerHost } from '../isolation/runner-host.ts';
import type { Project } from '../language/project.ts';

/** How a release is built; `buildRelease` (pipeline.ts) needs no engine. */
export interface BuildOptions {
  /** Absolute paths of YAML or code files whose objects are taken with all they need; absent = the whole project. */
  readonly files?: readonly string[];
  readonly prune?: boolean;
  /** Where the dry run happens; absent = a runner process of its own. */
  readonly runners?: RunnerHost;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: DeployStep, detail: string) => void;
}

/** Input of `deployProject` (pipeline.ts), the one way by which editor, command line and tests deploy. */
export interface DeployRequest extends BuildOptions {
  readonly project: Project;
  readonly client: EngineClient;
}

export const deploySteps = ['check', 'bundle', 'dry-run', 'send'] as const;
export type DeployStep = (typeof deploySteps)[number];

export interface BuildOutcome {
  /** Absent exactly when an error is among the problems. */
  readonly release?: Release;
  /** Every object that the build is about, for an answer that names each of them. */
  readonly objects: readonly BuiltObject[];
  readonly problems: readonly Problem[];
  readonly milliseconds: Readonly<Record<DeployStep, number>>;
}

export interface BuiltObject {
  readonly kind: string;
  readonly name: string;
  readonly version: string | null;
  /** Relative to the project folder. */
  readonly file: string;
}

export interface DeployOutcome {
  readonly answer: InstallAnswer;
  /** Everything that was found, warnings included; an error among them means that nothing was sent. */
  readonly problems: readonly Problem[];
  readonly milliseconds: Readonly<Record<DeployStep, number>>;
}
