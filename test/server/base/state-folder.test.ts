import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import {
  createStateFolder,
  findProjectFolder,
  instanceKeyOf,
  isValidInstanceKey,
  stateFolderOf,
  stateHome,
} from '../../../server/base/state-folder.ts';

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-state-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the state folder (design section 9)', () => {
  test('is where the system keeps such files, and ORDO_HOME overrides', () => {
    assert.equal(stateHome({ HOME: '/home/a' }, 'linux'), '/home/a/.local/state/ordo');
    assert.equal(stateHome({ HOME: '/home/a', XDG_STATE_HOME: '/state' }, 'linux'), '/state/ordo');
    assert.equal(stateHome({ HOME: '/home/a', XDG_STATE_HOME: 'relative' }, 'linux'), '/home/a/.local/state/ordo');
    assert.equal(stateHome({ HOME: '/home/a', XDG_STATE_HOME: '' }, 'linux'), '/home/a/.local/state/ordo');
    assert.equal(stateHome({ HOME: '/Users/a' }, 'darwin'), '/Users/a/Library/Application Support/ordo');
    assert.match(stateHome({ LOCALAPPDATA: 'C:/Local' }, 'win32'), /Local.ordo$/);
    assert.equal(stateHome({ HOME: '/home/a', ORDO_HOME: '/elsewhere' }, 'linux'), '/elsewhere');
    assert.equal(stateFolderOf('key', { stateHome: '/x' }), '/x/key');
    assert.equal(stateFolderOf('key', { env: { ORDO_HOME: '/y' } }), '/y/key');
  });
  test('is made for its owner alone, also when it was open before', (t) => {
    const folder = path.join(newFolder(t), 'a', 'b');
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    createStateFolder(folder);
    for (const part of ['', 'logs', 'keys', 'bundles']) {
      assert.equal(statSync(path.join(folder, part)).mode & 0o777, 0o700, part);
    }
  });
});

describe('the project folder', () => {
  test('is the nearest with ordo.options, else the one it was asked for', (t) => {
    const root = newFolder(t);
    const deep = path.join(root, 'a', 'b');
    mkdirSync(deep, { recursive: true });
    assert.equal(findProjectFolder(deep), deep);
    writeFileSync(path.join(root, 'ordo.options'), '');
    assert.equal(findProjectFolder(deep), root);
    writeFileSync(path.join(root, 'a', 'ordo.options'), '');
    assert.equal(findProjectFolder(deep), path.join(root, 'a'));
  });
});

describe('the instance key', () => {
  test('is what the options file says', (t) => {
    const folder = newFolder(t);
    for (const [text, key] of [
      ['qorus.instance-key: shop-1 # name', 'shop-1'],
      ['ordo.instance-key=shop_2', 'shop_2'],
      ['x\nqorus.instance-key = shop.3', 'shop.3'],
    ]) {
      writeFileSync(path.join(folder, 'ordo.options'), text ?? '');
      assert.equal(instanceKeyOf(folder), key);
    }
  });
  test('is else the folder’s name with digits of its real path: the same by every way to it, another for every folder', (t) => {
    const root = newFolder(t);
    const folders = ['shop', 'x/shop', 'My Shop ÄÖ!', '...', 'long'.repeat(30)].map((name) => path.join(root, name));
    folders.forEach((folder) => mkdirSync(folder, { recursive: true }));
    symlinkSync(folders[0] ?? '', path.join(root, 'link'));
    const keys = folders.map(instanceKeyOf);
    assert.equal(new Set(keys).size, keys.length);
    keys.forEach((key) => assert.ok(isValidInstanceKey(key), key));
    assert.match(keys[0] ?? '', /^shop-[0-9a-f]{8}$/);
    assert.match(keys[2] ?? '', /^My-Shop-[0-9a-f]{8}$/);
    assert.match(keys[3] ?? '', /^project-[0-9a-f]{8}$/);
    assert.equal(instanceKeyOf(path.join(root, 'link')), keys[0]);
    assert.equal(instanceKeyOf(path.join(root, 'shop') + path.sep), keys[0]);
  });
  test('is never one that names another folder', (t) => {
    for (const key of ['', '.', '..', '../x', 'a/b', 'a\\b', '.hidden', 'a b', 'a:', 'ä', 'x'.repeat(65), 'a.', 'C:']) {
      assert.equal(isValidInstanceKey(key), false, key);
      const folder = newFolder(t);
      writeFileSync(path.join(folder, 'ordo.options'), `qorus.instance-key = ${key}`);
      assert.ok(isValidInstanceKey(instanceKeyOf(folder)));
    }
  });
});
