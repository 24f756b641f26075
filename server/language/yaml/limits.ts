/**
 * Limits of a YAML file, checked while its text is cut into tokens and before a tree is built, so that a hostile file
 * costs as little as it takes to notice it. The largest workflows measured (1,000 steps with descriptions) have 220 KB
 * and 10,000 nodes.
 */
export interface YamlLimits {
  readonly bytes: number;
  readonly nodes: number;
  /** Words, marks and line breaks the text is cut into: bounds files of comments and blank lines. */
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
}

export const defaultYamlLimits: YamlLimits = {
  bytes: 2 * 1024 * 1024,
  nodes: 50_000,
  tokens: 500_000,
  depth: 100,
  aliases: 1_000,
};
