import { expect, test } from 'vitest'

import { marked } from './marked'

const shown = (text: string, other: string) =>
  marked(text, other).map(({ words, differs }) => (differs ? `[${words}]` : words)).join('')

test.each([
  ['\u73b0\u5728\u89e3\u51b3\u4e86\u5417', '\u89e3\u51b3\u4e86\u5417',
    '[\u73b0\u5728]\u89e3\u51b3\u4e86\u5417'],
  ['\u89e3\u51b3\u4e86\u5417', '\u73b0\u5728\u89e3\u51b3\u4e86\u5417', '\u89e3\u51b3\u4e86\u5417'],
  ['abc', 'abc', 'abc'],
  ['abc', '', '[abc]'],
  ['', 'abc', ''],
  ['axbxc', 'abc', 'a[x]b[x]c'],
])('%s beside %s', (text, other, expected) => {
  expect(shown(text, other)).toBe(expected)
})
