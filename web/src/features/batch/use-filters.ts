import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

import { changeFilters, type Filters, readFilters, writeFilters } from './filters'

/** The filters in the address and how to change them. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo(() => readFilters(search), [search])
  const change = useCallback(
    (part: Partial<Filters>) =>
      setSearch((before) => writeFilters(changeFilters(readFilters(before), part)),
        { replace: true }),
    [setSearch],
  )
  return [filters, change]
}
