export interface Marked {
  words: string
  /** Whether the other text does not have them. */
  differs: boolean
}

/** A text in pieces: what it has in common with another, in order, and what it has alone. */
export function marked(text: string, other: string): Marked[] {
  const own = [...text]
  const common = longestCommon(own, [...other])
  const pieces: Marked[] = []
  own.forEach((character, index) => {
    const differs = !common.has(index)
    const last = pieces.at(-1)
    if (last !== undefined && last.differs === differs) last.words += character
    else pieces.push({ words: character, differs })
  })
  return pieces
}

/** Which characters of `own` belong to the longest common subsequence. */
function longestCommon(own: string[], other: string[]): Set<number> {
  const lengths = Array.from({ length: own.length + 1 }, () =>
    new Array<number>(other.length + 1).fill(0))
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = own.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const same = own[row] === other[column]
      lengths[row]![column] = same
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const common = new Set<number>()
  let [row, column] = [0, 0]
  while (row < own.length && column < other.length) {
    if (own[row] === other[column]) {
      common.add(row)
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return common
}
