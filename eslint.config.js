import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { importsRule } from './eslint/imports-rule.mjs'

const LONGEST_FILE = { max: 400, skipBlankLines: true, skipComments: true }

const CLOCK_AND_CHANCE = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The current instant comes from the clock that is given.',
  },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'The current instant comes from the clock that is given.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Chance comes from the IdSource port.',
  },
]

export default tseslint.config(
  {
    ignores: ['build/', 'node_modules/', 'app/data/generated/', '.data/', 'test-results/', 'public/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-fallthrough': 'error',
    },
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', LONGEST_FILE],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'The environment is parsed once, in app/platform/env.server.ts.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // Such an import stays as one for its side effects, and takes the whole module into the browser's build.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A port is asynchronous, whether an adapter of it waits for something or not.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['app/**/*.{ts,tsx,mjs}'],
    plugins: { architecture: { rules: { imports: importsRule } } },
    rules: { 'architecture/imports': 'error' },
  },
  {
    files: ['app/domain/**/*.ts', 'app/use-cases/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              allowImportNames: ['createHash', 'hash', 'timingSafeEqual'],
              message: 'Only what is a pure function.',
            },
          ],
        },
      ],
    },
  },
  {
    // A test that goes by the machine's clock fails at some hours of the day, somewhere.
    files: ['tests/integration/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE] },
  },
  {
    files: ['app/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['app/routes/**/*.{ts,tsx}'],
    rules: { 'max-lines': ['error', { ...LONGEST_FILE, max: 200 }] },
  },
  {
    // Remix answers a request with the Response that a loader or an action throws.
    files: ['app/routes/**/*.{ts,tsx}', 'app/platform/http/**/*.ts'],
    rules: { '@typescript-eslint/only-throw-error': 'off' },
  },
  {
    files: ['app/platform/env.server.ts', 'tests/**', 'prisma/**', '*.config.{ts,js}'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      'no-console': 'off',
    },
  },
  {
    // Adyen's SDK describes requests by classes and is meant to be given plain objects.
    files: ['app/gateways/adyen/**/*.ts', 'tests/simulators/adyen/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
    rules: { 'no-restricted-properties': 'off', 'architecture/imports': 'off' },
  },
)
