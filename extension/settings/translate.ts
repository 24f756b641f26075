/** `vscode.l10n.t`, handed to code that must run without VS Code. */
export type Translate = (message: string, ...values: (string | number)[]) => string;
