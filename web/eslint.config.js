import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Imports run one way: app -> features -> components -> lib. A feature is put together with another
// only in `src/app`, so each can be read, changed and removed by itself.
const upward = (layers) => [
  'error',
  {
    patterns: [
      { group: ['../../**'], message: 'Leave the folder through "@/…", not by climbing.' },
      ...(layers.length > 0
        ? [{ group: layers, message: 'Imports run one way: app, features, components, lib.' }]
        : []),
    ],
  },
]

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true }],
      'max-len': ['error', { code: 100, ignoreStrings: true, ignoreTemplateLiterals: true }],
      'no-console': 'error',
      'no-restricted-imports': upward([]),
    },
  },
  {
    files: ['src/features/**'],
    rules: { 'no-restricted-imports': upward(['@/app/**', '@/features/**']) },
  },
  {
    files: ['src/components/**'],
    rules: { 'no-restricted-imports': upward(['@/app/**', '@/features/**']) },
  },
  {
    files: ['src/lib/**'],
    rules: {
      'no-restricted-imports': upward(['@/app/**', '@/features/**', '@/components/**']),
    },
  },
)
