/** Filters of the table; all of them live in the address, so a link shows the same rows. */
export interface FindingFilters {
  kind?: string
  center?: string
  /** Open ones unless told; `all` for every one. */
  state: string
  from?: string
  to?: string
  subject?: string
  page: number
}

const names = ['kind', 'center', 'from', 'to', 'subject'] as const

export function readFilters(search: URLSearchParams): FindingFilters {
  const page = Number(search.get('page') ?? '1')
  const filters: FindingFilters = {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    state: search.get('state') ?? 'open',
  }
  for (const name of names) {
    const value = search.get(name)
    if (value) filters[name] = value
  }
  return filters
}

/** The filters as they stand in the address; what else stands there is kept. */
export function writeFilters(before: URLSearchParams, filters: FindingFilters): URLSearchParams {
  const search = new URLSearchParams(before)
  for (const name of names) {
    const value = filters[name]
    if (value) search.set(name, value)
    else search.delete(name)
  }
  if (filters.state === 'open') search.delete('state')
  else search.set('state', filters.state)
  if (filters.page > 1) search.set('page', String(filters.page))
  else search.delete('page')
  return search
}

export function isFiltered(filters: FindingFilters): boolean {
  return filters.state !== 'open' || names.some((name) => filters[name] !== undefined)
}
