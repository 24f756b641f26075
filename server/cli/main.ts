// `ordo`. Looks at Node before anything else is loaded: with an older one the first import would already crash.
const napi = Number(process.versions.napi ?? 0);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (napi < 10 || major < 22 || (major === 22 && minor < 14)) {
  process.stderr.write(
    `error: Ordo needs Node.js 22.14 or newer; this is ${process.version} (${process.execPath}).\n` +
      '  Install a newer Node.js from https://nodejs.org and run the command with it.\n',
  );
  process.exitCode = 1;
} else {
  const { runMain } = await import('./run-main.ts');
  process.exitCode = await runMain();
}

export {};
