import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as {
  engines: { vscode: string };
  contributes: {
    commands: readonly { command: string; enablement?: string }[];
    menus: Readonly<Record<string, readonly { command: string }[]>>;
    viewsWelcome: readonly { view: string; when: string }[];
    walkthroughs: readonly { steps: readonly { media: { markdown: string } }[] }[];
    configuration: { properties: Readonly<Record<string, unknown>> };
  };
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: readonly string[] } };
};
const words = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const { contributes } = manifest;

describe('the extension manifest', () => {
  test('every text is in package.nls.json, and every text there is used', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });

  test('every command is registered by the extension, and every registered one is declared', () => {
    const source = readFileSync(path.join(root, 'extension/commands/register.ts'), 'utf8');
    const registered = [...source.matchAll(/'(ordo\.\w+)': /g)].map((match) => match[1]);
    assert.deepEqual(registered.sort(), contributes.commands.map(({ command }) => command).sort());
  });

  test('menus name commands that exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const named = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  test('commands named in texts exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const named = Object.values(words).flatMap((one) =>
      [...one.matchAll(/command:(ordo\.\w+)/g)].map((match) => match[1]),
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((command) => !known.has(command ?? '')),
      [],
    );
  });

  test('what runs, deploys or writes is switched off in a restricted workspace', () => {
    const harmless = [
      'engineMenu',
      'showLog',
      'showEngineOutput',
      'openGraph',
      'openGraphText',
      'openObject',
      'openCode',
      'refresh',
      'showReferences',
    ];
    const open = contributes.commands.filter(({ enablement }) => enablement !== 'isWorkspaceTrusted');
    assert.deepEqual(open.map(({ command }) => command.slice('ordo.'.length)).sort(), harmless.sort());
  });

  test('settings that name programs cannot come from a restricted workspace', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.ok(restrictedConfigurations.includes('ordo.nodePath'));
    for (const name of restrictedConfigurations) assert.ok(name in contributes.configuration.properties, name);
  });

  test('every page of the walkthrough is there', () => {
    for (const { steps } of contributes.walkthroughs) {
      for (const { media } of steps) assert.ok(existsSync(path.join(root, media.markdown)), media.markdown);
    }
  });

  test('the types are those of the oldest VS Code that is supported', () => {
    const { version } = JSON.parse(
      readFileSync(path.join(root, 'node_modules/@types/vscode/package.json'), 'utf8'),
    ) as {
      version: string;
    };
    assert.equal(manifest.engines.vscode, `^${version}`);
  });

  test('texts for people in the extension go through l10n', () => {
    const wrong = globSync('extension/{client,commands,views,settings}/*.ts', { cwd: root }).flatMap((file) =>
      readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .filter((line) =>
          /show(Information|Warning|Error)Message\(\s*['"`]|(title|placeHolder|prompt|openLabel): ['"`][A-Z]/.test(
            line,
          ),
        )
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(wrong, []);
  });
});
