// A working day in memory: 163 completions, their tasks, four agents.
import { chance } from './chance.mjs'
import { repairScript } from './script.mjs'

export const day = Date.parse('2026-11-20T00:00:00+08:00')
const hour = 3_600_000
const centers = ['麗湖花园', '桃园里', '翠竹苑', '滨江一号', '南山国际中心', '锦绣新城']
  .map((name, index) => ({ code: `SC0${index + 1}`, name: `${name}服务中心` }))
const matters = ['厨房水龙头滴水', '客厅空调外机异响', '卫生间地漏返味', '入户门锁舌不回弹', '阳台推拉门掉轨',
  '楼道感应灯不亮', '马桶水箱漏水', '可视对讲没有声音', '车位地锁打不开', '楼上装修深夜施工扰民',
  '电梯内按键失灵,三次报修仍未解决,希望给出明确的处理时间']
const surnames = '周林陈黄吴郑王李张刘杨赵何高罗'
const given = ['敏', '晓东', '国平', '浩然', '丽华', '志强', '雨桐', '建军', '思远', '秀英']
const excluded = ['reply_only', 'anonymous', 'merged', 'do_not_call', 'do_not_call', 'no_phone',
  'no_phone', 'not_selected', 'not_selected', 'merged', 'reply_only', 'do_not_call', 'no_phone',
  'do_not_call']

export function makeWorld() {
  const luck = chance(7)
  const tasks = new Map()
  const places = []
  for (let index = 0; index < 163; index += 1) {
    const place = makePlace(luck, index)
    places.push(place)
    if (place.place === 'task') tasks.set(place.task_id, makeTask(luck, place))
  }
  const agents = ['陈静', '李文博', '黄晓燕', '欧阳思远'].map((name, index) => ({
    id: `agent-${index + 1}`, display_name: name, role: 'agent', state: 'ready',
    driver: 'simulated', task_id: null, taken_over_by_me: false,
  }))
  return { luck, tasks, places, agents, centers, alarms: [] }
}

function makePlace(luck, index) {
  const center = luck.pick(centers)
  const reason = index % 11 === 5 ? (excluded[Math.floor(index / 11) % excluded.length]) : null
  const complaint = luck.next() < 0.14
  const severity = complaint && luck.next() < 0.35 ? luck.pick(['important', 'severe']) : 'ordinary'
  const role = severity === 'severe' ? 'quality_manager'
    : severity === 'important' ? 'quality_supervisor' : 'agent'
  const room = `${luck.pick('ABC')}区-${1 + luck.below(9)}栋-${1 + luck.below(28)}层-0${1 + luck.below(6)}`
  const name = index === 3 ? '欧阳娜依古丽·阿卜杜热合曼·买买提江·托乎提'
    : luck.pick(surnames) + luck.pick(given)
  return {
    completion_id: `c-${index}`,
    request_no: `${complaint ? 'TS' : 'BS'}20261119${String(index + 1).padStart(5, '0')}`,
    center_code: center.code, center_name: center.name,
    kind: complaint ? 'complaint' : 'repair', severity, room,
    resident_name: reason === 'anonymous' ? null : name,
    matter: luck.pick(matters),
    completed_at_ms: day - 24 * hour + 8 * hour + luck.below(11 * 60) * 60_000,
    place: reason ? 'excluded' : 'task', role: reason ? null : role, reason, late: index % 40 === 9,
    merged_into: reason === 'merged' ? 'BS2026111900002' : null,
    task_id: reason ? null : `t-${index}`, task_state: reason ? null : 'waiting',
    attempt_count: reason ? null : 0,
    next_attempt_at_ms: reason ? null : day + 9 * hour + luck.below(180) * 60_000,
    due_at_ms: reason ? null : day + 18 * hour,
    satisfaction: null, resolved: null, disposition: null,
  }
}

function makeTask(luck, place) {
  const task = {
    id: place.task_id, request_no: place.request_no, kind: place.kind, severity: place.severity,
    paid: luck.next() < 0.2, center: { code: place.center_code, name: place.center_name },
    batch_date: '2026-11-20', late: place.late, role: place.role, state: 'waiting',
    matter: place.matter, matter_result: '更换阀芯,试水 10 分钟无渗漏', channel: '电话',
    room: place.room, resident_name: place.resident_name, phone_masked: '139****8763',
    taken_in_at_ms: place.completed_at_ms - 5 * hour, completed_at_ms: place.completed_at_ms,
    due_at_ms: place.due_at_ms, closes_at_ms: day + 66 * hour + 24 * hour,
    next_attempt_at_ms: place.next_attempt_at_ms, attempt_count: 0, attempt_limit: 3,
    provisional: false, agent: null, may_work: true, household_tasks: [], calls: [], result: null,
  }
  if (luck.next() < 0.2) {
    task.household_tasks.push({ id: 't-1', request_no: 'BS2026111900002', kind: 'repair',
      matter: '阳台推拉门掉轨', state: 'waiting' })
  }
  return { ...task, script: repairScript(task) }
}
