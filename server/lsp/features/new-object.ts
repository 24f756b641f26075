import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { NewObjectAnswer, NewObjectParams } from '../../../schemas/protocol/editor.ts';
import { stepBaseClasses, type StepBaseClass } from '../../../schemas/model/steps.ts';
import { newObjectFiles, problemWithName } from '../../language/features/skeletons/new-files.ts';
import type { NewObject } from '../../language/features/skeletons/object-text.ts';
import { isObjectKind } from '../../language/objects/object-kinds.ts';
import type { WorkspaceView } from '../../language/objects/workspace-view.ts';
import { pathOfUri, uriOfPath } from '../uri.ts';

/** The files of a new object, and why its name cannot be. */
export function newObject(workspace: WorkspaceView, params: NewObjectParams): NewObjectAnswer {
  const { folder: _folder, into, kind, baseClass, ...rest } = params;
  if (!isObjectKind(kind)) throw new ResponseError(ErrorCodes.InvalidParams, `"${kind}" is not a kind of object.`);
  const base = baseClass !== undefined && Object.hasOwn(stepBaseClasses, baseClass) ? baseClass : undefined;
  const wanted: NewObject = { ...rest, kind, ...(base === undefined ? {} : { baseClass: base as StepBaseClass }) };
  const problem = problemWithName(workspace, wanted);
  const files = newObjectFiles(workspace, wanted, into === undefined ? undefined : pathOfUri(into));
  return {
    ...(problem === undefined ? {} : { problem }),
    files: files.map(({ file, text }) => ({ uri: uriOfPath(file), text })),
  };
}
