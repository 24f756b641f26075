import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditorWindow } from './editor-window.ts';

/** Tests of one window that build on each other: after a part that failed (there is a picture of it) the rest means nothing. */
export function story(name: string, window: () => EditorWindow): (part: string, tell: () => Promise<void>) => void {
  let isBroken = false;
  return (part, tell) => {
    test(part, async () => {
      assert.ok(!isBroken, 'an earlier part of the story failed');
      try {
        await tell();
      } catch (error) {
        isBroken = true;
        await window().picture(`failed-${name}`);
        throw error;
      }
    });
  };
}
