import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const typed = ['js/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.mjs', 'tests/scripts/**/*.mjs'];
const untyped = ['*.js', 'examples/**/*.{js,mjs}', 'bench/**/*.{js,mjs}', 'adversary/**/*.{js,mjs}'];

/** What is a mistake wherever it stands. */
const everywhere = {
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
};

export default defineConfig(
  globalIgnores(['build/', 'dist/', '**/node_modules/', '**/*.d.ts', '**/*.d.mts']),
  {
    files: typed,
    extends: [js.configs.recommended, typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...everywhere,
      'no-undef': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': 'error',
      // It asks for `!`, which the strict rules forbid.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['js/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    // node:test's `test` and `describe` return promises that the runner itself awaits.
    files: ['tests/**/*.ts', 'tests/scripts/**/*.mjs'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
    },
  },
  {
    files: untyped,
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: Object.fromEntries(globalNames().map((name) => [name, 'readonly'])) },
    rules: everywhere,
  },
);

/** All that Node and browsers both have, and what the examples' page needs of the browser. */
function globalNames() {
  const page = [
    'document',
    'window',
    'location',
    'matchMedia',
    'requestAnimationFrame',
    'ResizeObserver',
    'HTMLElement',
  ];
  return [...Object.getOwnPropertyNames(globalThis), ...page];
}
