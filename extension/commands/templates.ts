import type { Translate } from '../settings/translate.ts';

/** `reserve-stock` -> `ReserveStock`. */
export function classNameOf(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** Why a text cannot be the name of a workflow or step; undefined when it can. */
export function problemWithName(name: string, taken: readonly string[], t: Translate): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return t('A name is lower-case letters and digits, with "-" between words, and begins with a letter.');
  }
  return taken.includes(name) ? t('"{0}" exists already.', name) : undefined;
}

/** YAML of a new workflow with one step. */
export function workflowYaml(name: string, firstStep: string): string {
  return `type: workflow
name: ${name}
version: "1.0"
desc: What this workflow does
author: [me]
autostart: 1

# Each step names the steps that it waits for; [] starts at once.
steps:
  - step: ${firstStep}:1.0
    after: []
`;
}
