import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

/** Filters of a list by name; they live in the address, so a link shows the same rows. */
export type AddressFilters<Name extends string> = Partial<Record<Name, string>>

interface Held<Name extends string> {
  filters: AddressFilters<Name>
  page: number
  filtered: boolean
  /** Changes filters and goes back to the first page. */
  change: (part: AddressFilters<Name>) => void
  turnTo: (page: number) => void
  clear: () => void
}

export function useAddressFilters<Name extends string>(names: readonly Name[]): Held<Name> {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo(() => {
    const read: AddressFilters<Name> = {}
    for (const name of names) {
      const value = search.get(name)
      if (value) read[name] = value
    }
    return read
  }, [names, search])
  const asked = Number(search.get('page') ?? '1')
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1
  const change = useCallback(
    (part: AddressFilters<Name>) =>
      setSearch((before) => {
        const after = new URLSearchParams(before)
        after.delete('page')
        for (const [name, value] of Object.entries<string | undefined>(part)) {
          if (value) after.set(name, value)
          else after.delete(name)
        }
        return after
      }, { replace: true }),
    [setSearch],
  )
  const turnTo = useCallback(
    (to: number) =>
      setSearch((before) => {
        const after = new URLSearchParams(before)
        if (to > 1) after.set('page', String(to))
        else after.delete('page')
        return after
      }, { replace: true }),
    [setSearch],
  )
  const clear = useCallback(() => setSearch({}, { replace: true }), [setSearch])
  return { filters, page, filtered: Object.keys(filters).length > 0, change, turnTo, clear }
}

/** Rows of one page of a list. */
export const pageSize = 50

/** What a list asks the service for. */
export function pageQuery<Name extends string>(filters: AddressFilters<Name>, page: number) {
  return { ...filters, offset: (page - 1) * pageSize, limit: pageSize }
}
