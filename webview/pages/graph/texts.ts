import type { GraphText } from '../../../schemas/protocol/graph-texts.ts';

/** The words of the page in the language of the window. */
export type Texts = Readonly<Record<GraphText, string>>;
