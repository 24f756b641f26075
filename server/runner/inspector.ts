import type { InspectorState } from '../../schemas/protocol/runner.ts';

/** Opens or closes this process's inspector on a free loopback port, for the debugger; only while a session wants it. */
export async function setInspector(open: boolean): Promise<Pick<InspectorState, 'url' | 'problem'>> {
  try {
    // Loaded on demand: Node may be built without it, and most runners never need it.
    const inspector = await import('node:inspector');
    if (!open) inspector.close();
    else if (inspector.url() === undefined) inspector.open(0, '127.0.0.1');
    const url = inspector.url();
    return url === undefined ? {} : { url };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
