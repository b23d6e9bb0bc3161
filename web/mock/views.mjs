// What the service would answer about the world.
import { day } from './world.mjs'

const count = (list, name) => list.reduce((counts, item) =>
  item[name] === null ? counts : { ...counts, [item[name]]: (counts[item[name]] ?? 0) + 1 }, {})

const good = ['very_satisfied', 'satisfied']
const bad = ['dissatisfied', 'very_dissatisfied']

export function batch(world, date, now) {
  if (date > '2026-11-20') {
    return { ...empty(date), state: 'planned',
      planned_at_ms: Date.parse(`${date}T08:20:00+08:00`) }
  }
  if (date === '2026-11-18') return { ...empty(date), state: 'waiting_for_data' }
  const places = world.places
  const tasks = places.filter((place) => place.place === 'task')
  const finished = tasks.filter((place) => place.task_state === 'finished')
  const hours = count(finished.map((place) => ({
    hour: Math.floor(((place.finished_at_ms ?? day) - day) / 3_600_000) })), 'hour')
  return {
    ...empty(date), state: 'ready', made_at_ms: day + 8 * 3_600_000 + 20 * 60_000,
    completed: places.length,
    tasks: { agent: 0, quality_supervisor: 0, quality_manager: 0, ...count(tasks, 'role') },
    excluded: count(places, 'reason'), late: places.filter((place) => place.late).length,
    home_visits: 3, without_completion_time: 2, states: count(tasks, 'task_state'),
    finished_by_hour: Object.entries(hours).map(([hour, number]) => ({
      hour: Number(hour), finished: number })),
    satisfied: tasks.filter((place) => good.includes(place.satisfaction)).length,
    dissatisfied: tasks.filter((place) => bad.includes(place.satisfaction)).length,
    overdue: tasks.filter((place) => place.attempt_count === 0 && place.due_at_ms < now).length,
    alarms: world.alarms,
  }
}

function empty(date) {
  const from = date === '2026-11-23' ? '2026-11-20'
    : new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return {
    date, from, to: date, planned_at_ms: null, made_at_ms: null, completed: 0, tasks: {},
    excluded: {}, late: 0, home_visits: 0, balanced: true, provisional: date.startsWith('2027'),
    without_completion_time: 0, states: {}, finished_by_hour: [], satisfied: 0, dissatisfied: 0,
    overdue: 0, alarms: [],
  }
}

export function batches(world) {
  return ['2026-11-23', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17'].map((date) => {
    const one = batch(world, date, day)
    return { ...one, tasks_total: 149, excluded_total: 14, finished_total: 0 }
  })
}

export function places(world, query) {
  const text = query.get('text') ?? ''
  const same = (place, name, field) => !query.get(name) || place[field] === query.get(name)
  const found = world.places.filter((place) =>
    same(place, 'place', 'place') && same(place, 'reason', 'reason') && same(place, 'role', 'role')
    && same(place, 'state', 'task_state') && same(place, 'center', 'center_code')
    && [place.request_no, place.room, place.resident_name, place.matter].join(' ').includes(text))
  const offset = Number(query.get('offset') ?? 0)
  return { total: found.length, places: found.slice(offset, offset + Number(query.get('limit') ?? 50)) }
}

export function figures(world, month) {
  const open = month === '2026-11'
  const rows = world.centers.map((center, index) => {
    const tasks = open && index !== 4
      ? world.places.filter((place) => place.place === 'task' && place.center_code === center.code)
      : []
    return { ...center, ...counts(tasks) }
  })
  const all = open ? world.places.filter((place) => place.place === 'task') : []
  return { month, cut_off_at_ms: Date.parse('2026-12-03T18:00:00+08:00'), closed: false,
    provisional: false, centers: rows, company: counts(all) }
}

function counts(tasks) {
  const answered = tasks.filter((place) =>
    [...good, ...bad, 'neutral'].includes(place.satisfaction)).length
  const satisfied = tasks.filter((place) => good.includes(place.satisfaction)).length
  return {
    attempted: tasks.filter((place) => place.attempt_count > 0).length,
    reached: answered, completed: answered, satisfied, answered,
    rate: answered === 0 ? null : `${satisfied}/${answered}`,
  }
}
