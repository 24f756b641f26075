/** For Unix shells. */
export function shellLauncher(node: string, program: string): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(node)} ${quote(program)} "$@"\n`;
}

/** For Windows; a percent sign in a path must be doubled there. */
export function batchLauncher(node: string, program: string): string {
  const quote = (text: string): string => `"${text.replaceAll('%', '%%')}"`;
  return `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n${quote(node)} ${quote(program)} %*\r\n`;
}
