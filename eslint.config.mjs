import tseslint from 'typescript-eslint';

/** Lint with type information. A disabled rule carries its reason beside it. */
export default tseslint.config(
  {
    ignores: [
      'dist/**',
      '.ordo-dev/**',
      '**/.ordo/**',
      'node_modules/**',
      'extension/sample/**',
      'test/fixtures/**',
      'test/out/**',
      '**/*.generated.ts',
      'schemas/model/generated/**',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          'schemas/tsconfig.json',
          'server/tsconfig.json',
          'extension/tsconfig.json',
          'webview/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // Unused parameters and locals are the compiler's job (noUnusedLocals, noUnusedParameters).
      '@typescript-eslint/no-unused-vars': 'off',
      // An async method without await is how a synchronous driver fulfils an asynchronous role (Store).
      '@typescript-eslint/require-await': 'off',
      // Numbers in texts are ids, counts and times, which print as meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  // node:test returns promises from `test` and `describe` that the runner itself awaits.
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
              package: 'node:test',
            },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked], rules: { 'no-console': 'off' } },
);
