import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

import { type FindingFilters, readFilters, writeFilters } from './filters'

/** The filters in the address and how to change them; a change goes back to the first page. */
export function useFilters(): [FindingFilters, (change: Partial<FindingFilters>) => void] {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo(() => readFilters(search), [search])
  const change = useCallback(
    (part: Partial<FindingFilters>) =>
      setSearch((before) => writeFilters(before, { ...readFilters(before), page: 1, ...part }),
        { replace: true }),
    [setSearch],
  )
  return [filters, change]
}

/** The finding opened beside the list, which is in the address too. */
export function useOpened(): [string | null, (id: string | null) => void] {
  const [search, setSearch] = useSearchParams()
  const open = useCallback(
    (id: string | null) =>
      setSearch((before) => {
        const after = new URLSearchParams(before)
        if (id === null) after.delete('finding')
        else after.set('finding', id)
        return after
      }, { replace: true }),
    [setSearch],
  )
  return [search.get('finding'), open]
}
