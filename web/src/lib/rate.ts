import type { Counts } from '@/lib/api/types'

/** A rate is carried as its unreduced fraction and becomes a percentage only on screen. */
export interface Fraction {
  numerator: number
  denominator: number
}

export function parseFraction(rate: string | null | undefined): Fraction | null {
  const match = /^(\d+)\/(\d+)$/.exec(rate ?? '')
  if (match === null) return null
  const denominator = Number(match[2])
  return denominator === 0 ? null : { numerator: Number(match[1]), denominator }
}

/** `90.2% (37/41)` */
export function rateText(fraction: Fraction): string {
  return `${percent(fraction)}% (${fraction.numerator}/${fraction.denominator})`
}

/** `90.2`, rounded half up in whole numbers so that no binary fraction decides. */
export function percent({ numerator, denominator }: Fraction): string {
  const tenths = Math.floor((numerator * 2000 + denominator) / (denominator * 2))
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}

export type RateGap = 'not_attempted' | 'not_answered' | 'too_few'

/** Why no rate is shown. */
export function rateGap(counts: Counts): RateGap {
  if (counts.answered > 0) return 'too_few'
  return counts.attempted === 0 ? 'not_attempted' : 'not_answered'
}
