/** The words of every language: one file a feature and language, joined group by group. */

export interface Words { [name: string]: string | Words }

const files = import.meta.glob<Words>('./*/*.json', { import: 'default', eager: true })

function joined(into: Words, more: Words): Words {
  for (const [name, value] of Object.entries(more)) {
    const known = into[name]
    into[name] = typeof value === 'object' && typeof known === 'object'
      ? joined({ ...known }, value)
      : value
  }
  return into
}

/** Everything said in one language. */
export function wordsOf(language: string): Words {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(`./${language}/`))
    .reduce((words, [, more]) => joined(words, more), {} as Words)
}
