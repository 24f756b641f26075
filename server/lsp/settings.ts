import type { EditorSettings } from '../../schemas/protocol/editor.ts';

/** Until the window says otherwise nothing of the workspace is trusted. */
const cautious: EditorSettings = { trusted: false, keepRunning: false };

/** Reads what the window sent; wrong or missing values fall back to the cautious ones. */
export function readSettings(value: unknown): EditorSettings {
  if (typeof value !== 'object' || value === null) return cautious;
  const { trusted, keepRunning, nodePath } = value as Record<string, unknown>;
  return {
    trusted: trusted === true,
    keepRunning: keepRunning === true,
    ...(typeof nodePath === 'string' && nodePath !== '' ? { nodePath } : {}),
  };
}
