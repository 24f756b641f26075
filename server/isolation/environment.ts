import { electronAsNode } from '../base/spawn.ts';

/** What a process needs to find its way; nothing that could be a secret of the engine or of the person. */
const passedOn = [
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TEMP', 'TMP',
  'SYSTEMROOT', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'LD_LIBRARY_PATH',
]; // prettier-ignore

/** The environment of a runner: a short list of names, and what the host adds on purpose. */
export function runnerEnvironment(added: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (passedOn.includes(upper) || upper.startsWith('LC_'))) environment[name] = value;
  }
  return { ...environment, ...electronAsNode(), ...added };
}
