import { expect, test } from 'vitest'

import { sharePercent } from './rate'

test.each([['1/1', '100%'], ['3/10', '30%'], ['1/3', '33.3%'], ['0/1', '0%']])(
  '%s reads %s',
  (rate, text) => expect(sharePercent(rate)).toBe(text),
)
