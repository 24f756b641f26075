/**
 * Server options under the manual's names (system options). The full table with types, defaults and texts is
 * `catalogue.ts`; this is what the engine's parts see of it.
 */
export interface EngineOptions {
  number(name: string): number;
  text(name: string): string;
  flag(name: string): boolean;
  list(name: string): readonly string[];
  /** Called after an option was changed at run time. */
  onChange(listener: (name: string) => void): () => void;
}
