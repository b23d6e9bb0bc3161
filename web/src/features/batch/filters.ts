/** Filters of the table; all of them live in the address, so a link shows the same rows. */
export interface Filters {
  place?: string
  reason?: string
  role?: string
  state?: string
  center?: string
  text?: string
  page: number
}

const names = ['place', 'reason', 'role', 'state', 'center', 'text'] as const

export function readFilters(search: URLSearchParams): Filters {
  const page = Number(search.get('page') ?? '1')
  const filters: Filters = { page: Number.isInteger(page) && page > 0 ? page : 1 }
  for (const name of names) {
    const value = search.get(name)
    if (value) filters[name] = value
  }
  return filters
}

export function writeFilters(filters: Filters): URLSearchParams {
  const search = new URLSearchParams()
  for (const name of names) {
    const value = filters[name]
    if (value) search.set(name, value)
  }
  if (filters.page > 1) search.set('page', String(filters.page))
  return search
}

/**
 * Filters after one of them changed: back on the first page, and without those that would leave
 * nothing (a role belongs to a task, a reason to an exclusion).
 */
export function changeFilters(before: Filters, change: Partial<Filters>): Filters {
  const after: Filters = { ...before, page: 1, ...change }
  if (change.reason || change.place === 'excluded') {
    after.place = 'excluded'
    delete after.role
    delete after.state
  }
  if (change.role || change.state || change.place === 'task') {
    after.place = 'task'
    delete after.reason
  }
  if ('place' in change && change.place === undefined) {
    delete after.reason
    delete after.role
    delete after.state
  }
  return after
}

export function isFiltered(filters: Filters): boolean {
  return names.some((name) => filters[name] !== undefined)
}
