import { SemanticTokensBuilder, type SemanticTokens } from 'vscode-languageserver/node';
import { semanticTokens } from '../../language/features/outline/semantic-tokens.ts';
import type { OpenFile } from './feature-context.ts';

/** Kinds and marks of tokens, by their numbers in answers. */
export const tokenLegend = {
  tokenTypes: ['function', 'class', 'variable', 'enumMember', 'property', 'event', 'type'],
  tokenModifiers: ['definition', 'deprecated'],
};

/** Colours of names that stand for something; one that nothing answers is struck out like a deprecated one. */
export function tokens(open: OpenFile): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const token of semanticTokens(open.project, open.file)) {
    const { line, character } = open.document.positionAt(token.start);
    const modifiers = (token.isDefinition ? 1 : 0) | (token.isMissing ? 2 : 0);
    const type = tokenLegend.tokenTypes.indexOf(token.type);
    builder.push(line, character, token.end - token.start, type, modifiers);
  }
  return builder.build();
}
