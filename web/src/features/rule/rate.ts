/** A share such as `3/10` as people read it: `30%`. */
export function sharePercent(rate: string): string {
  const [numerator = 0, denominator = 1] = rate.split('/').map(Number)
  const percent = (numerator / denominator) * 100
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)}%`
}
