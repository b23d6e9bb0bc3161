import { isProblem } from '@/lib/api/problem'
import { request } from '@/lib/api/request'
import type { Status } from '@/lib/api/types'
import { addDays } from '@/lib/time'

/** The first working day after today, by the service's calendar. */
export async function nextWorkday(status: Status): Promise<string> {
  const tomorrow = addDays(status.today, 1)
  try {
    await request('GET', `/batches/${tomorrow}`)
    return tomorrow
  } catch (error) {
    const next = isProblem(error, 'batch.not_a_workday') ? error.params['next'] : undefined
    if (typeof next === 'string') return next
    throw error
  }
}
