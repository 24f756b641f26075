/**
 * `import.meta.dirname`, `import.meta.filename`, `import.meta.url`, `__dirname` and `__filename` of a source file, in a
 * bundle that holds no absolute path. esbuild replaces each by a member of `ordoSourcePlace__`; a file that uses one gets
 * that name from the module `ordo-source:<path>`, which joins the file's path in the project to the project folder as
 * the runner knows it (ORDO_PROJECT_FOLDER, else its current folder).
 */
export const sourcePlaceDefines = {
  'import.meta.url': 'ordoSourcePlace__.url',
  'import.meta.dirname': 'ordoSourcePlace__.dirname',
  'import.meta.filename': 'ordoSourcePlace__.filename',
  __dirname: 'ordoSourcePlace__.dirname',
  __filename: 'ordoSourcePlace__.filename',
} as const;

/** Begins the names of the modules written here. */
export const sourcePlaceScheme = 'ordo-source:';

/** The text as it is bundled: unchanged unless it may ask for its own place. */
export function withSourcePlace(text: string, relativeFile: string): string {
  if (!/\bimport\.meta\b|\b__(?:dirname|filename)\b/.test(text)) return text;
  const module = JSON.stringify(`${sourcePlaceScheme}${relativeFile}`);
  // An import counts wherever it stands: at the end it moves no line.
  if (isEsModule(text)) return `${text}\nimport { ordoSourcePlace__ } from ${module};`;
  // A CommonJS file runs from top to bottom: on the first line it moves only the columns of that line.
  const start = /^(?:#!.*\n)?\s*(?:(['"])use strict\1;?)?/.exec(text)?.[0].length ?? 0;
  return `${text.slice(0, start)} var { ordoSourcePlace__ } = require(${module}); ${text.slice(start)}`;
}

/** Text of the module `ordo-source:<path>`; `ordo-source:/` is the module with the project folder. */
export function sourcePlaceModule(relativeFile: string): string {
  if (relativeFile === '/') return 'export const projectFolder = process.env.ORDO_PROJECT_FOLDER || process.cwd();\n';
  return `import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '${sourcePlaceScheme}/';
const filename = join(projectFolder, ${JSON.stringify(relativeFile)});
export const ordoSourcePlace__ = { filename, dirname: dirname(filename), url: pathToFileURL(filename).href };
`;
}

function isEsModule(text: string): boolean {
  return /^\s*(?:import|export)\b(?!\s*\()|\bimport\.meta\b/m.test(text);
}
