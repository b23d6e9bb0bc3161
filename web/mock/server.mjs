// A stand-in for the service while working on the pages: `npm run mock`, then `npm run dev`.
// It keeps one lively day in memory, speaks the contract of /api/v1 and serves `dist` if built.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

import { endCall, finish, startCall, step } from './calls.mjs'
import { items, moveOn } from './script.mjs'
import * as views from './views.mjs'
import { wave } from './wave.mjs'
import { day, makeWorld } from './world.mjs'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const world = makeWorld()
const clock = { kind: 'demo', speed: Number(process.env.MOCK_SPEED ?? 60), paused: false,
  held_by_call: false }
let now = day + 8 * 3_600_000 + 58 * 60_000
let position = 0
const listeners = new Set()

function tell(kind, subject_kind, subject_id) {
  position += 1
  const data = JSON.stringify({ position, at_ms: now, kind, subject_kind, subject_id, body: {} })
  for (const listener of listeners) listener.write(`id: ${position}\nevent: ${kind}\ndata: ${data}\n\n`)
}

function turn() {
  if (clock.paused) return
  clock.held_by_call = world.agents.some((agent) =>
    agent.driver === 'person' && agent.state === 'in_call')
  // Small steps, so that a fast clock skips nothing.
  for (let left = 250 * (clock.held_by_call ? 1 : clock.speed); left > 0; left -= 2000) {
    now += Math.min(left, 2000)
    for (const agent of world.agents) turnOf(agent)
  }
}

function turnOf(agent) {
  const task = world.tasks.get(agent.task_id)
  if (task) {
    if (step(world, task, agent, now)) tell('call_moved', 'call', task.calls.at(-1).id)
    return
  }
  const due = [...world.tasks.values()].find((waiting) => waiting.result === null
    && ['waiting', 'scheduled'].includes(waiting.state) && waiting.next_attempt_at_ms <= now)
  if (due && agent.driver === 'simulated') {
    startCall(world, due, agent, now)
    tell('call_ordered', 'task', due.id)
  }
}

const status = () => ({
  now_ms: now, zone: 'Asia/Shanghai', today: new Date(now + 28_800_000).toISOString().slice(0, 10),
  today_is_workday: true, version: '0.1.0', clock, pbx: { driver: 'simulator', state: 'up' },
})
const session = { user: { id: 'u', login_name: 'admin', display_name: '管理员',
  roles: ['administrator'] }, demo: true }
const signedIn = (request) => (request.headers.cookie ?? '').includes('huifang_session=1')
const refuse = (status, code, params = {}) => ({ status,
  body: { type: 'about:blank', title: code, status, code, params } })
const mine = () => world.agents.find((agent) => agent.taken_over_by_me)

const routes = [
  ['GET', /^\/status$/, () => ({ body: status() })],
  ['PUT', /^\/clock$/, (_, { body }) => {
    if (body.jump_to_ms) now = Math.max(now, body.jump_to_ms)
    Object.assign(clock, { speed: body.speed ?? clock.speed, paused: body.paused ?? clock.paused })
    return { body: status() }
  }],
  ['POST', /^\/session$/, (_, { body }) => body.password === 'wrong'
    ? refuse(401, 'session.wrong_credentials')
    : { body: session, headers: { 'set-cookie': 'huifang_session=1; Path=/; HttpOnly' } }],
  ['GET', /^\/session$/, () => ({ body: session })],
  ['DELETE', /^\/session$/, () => ({ status: 204,
    headers: { 'set-cookie': 'huifang_session=; Path=/; Max-Age=0' } })],
  ['GET', /^\/batches$/, () => ({ body: { batches: views.batches(world) } })],
  ['GET', /^\/batches\/([^/]+)$/, ([date]) => ['2026-11-21', '2026-11-22'].includes(date)
    ? refuse(422, 'batch.not_a_workday', { date, next: '2026-11-23' })
    : { body: views.batch(world, date, now) }],
  ['GET', /^\/batches\/[^/]+\/places$/, (_, { query }) => ({ body: views.places(world, query) })],
  ['GET', /^\/callbacks\/([^/]+)$/, ([id]) => withTask(id, (task) => ({ body: task }))],
  ['POST', /^\/callbacks\/([^/]+)\/call$/, ([id]) => withTask(id, (task) => {
    if (now > day + 20 * 3_600_000) {
      return refuse(409, 'callback.outside_calling_window', { next_at_ms: day + 33 * 3_600_000 })
    }
    return { status: 202, body: { call_id: startCall(world, task, mine(), now).id } }
  })],
  ['POST', /^\/calls\/([^/]+)\/hang-up$/, ([id]) => {
    const task = [...world.tasks.values()].find((one) => one.calls.some((call) => call.id === id))
    const outcome = task.calls.at(-1).state === 'talking' ? 'answered' : 'cancelled'
    endCall(world, task, world.agents.find((agent) => agent.id === task.agent.id), now, outcome, 'agent')
    tell('call_ended', 'call', id)
    return { status: 202 }
  }],
  ['PUT', /^\/callbacks\/([^/]+)\/answers$/, ([id], { body }) => withTask(id, (task) => {
    const question = items(task).find((item) => item.id === body.question)
    question.answer = { codes: body.codes ?? [], text: body.text ?? null, answered_at_ms: now }
    moveOn(task)
    return { body: task }
  })],
  ['POST', /^\/callbacks\/([^/]+)\/finish$/, ([id], { body }) => withTask(id, (task) => {
    finish(world, task, mine(), now, body.disposition, body.next_callback_on)
    return { body: task }
  })],
  ['GET', /^\/figures\/callback$/, (_, { query }) => ({
    body: views.figures(world, query.get('month')) })],
  ['GET', /^\/agents$/, () => ({ body: { agents: world.agents } })],
  ['POST', /^\/agents\/([^/]+)\/(take-over|release)$/, ([id, change]) => {
    const agent = world.agents.find((one) => one.id === id)
    const taken = change === 'take-over'
    Object.assign(agent, { taken_over_by_me: taken, driver: taken ? 'person' : 'simulated' })
    tell('agent_held', 'agent', id)
    return { body: agent }
  }],
]

function withTask(id, answer) {
  const task = world.tasks.get(id)
  return task === undefined ? refuse(404, 'callback.not_found') : answer(task)
}

async function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length)
  const open = path === '/status' || (path === '/session' && request.method === 'POST')
  if (!open && !signedIn(request)) return send(response, refuse(401, 'session.required'))
  if (path === '/events') return listen(response)
  if (path.startsWith('/recordings/')) return audio(request, response)
  for (const [method, pattern, answer] of routes) {
    const match = method === request.method ? pattern.exec(path) : null
    if (match) {
      const body = await read(request)
      return send(response, answer(match.slice(1), { body, query: url.searchParams }))
    }
  }
  return send(response, refuse(404, 'http.404'))
}

function send(response, { status: code = 200, body, headers = {} }) {
  response.writeHead(code, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

async function read(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? {} : JSON.parse(text)
}

function listen(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  listeners.add(response)
  response.on('close', () => listeners.delete(response))
}

function audio(request, response) {
  const id = request.url.split('/')[4]
  const call = [...world.tasks.values()].flatMap((task) => task.calls)
    .find((one) => one.recording?.id === id)
  const data = wave((call?.talk_ms ?? 12_000) / 1000)
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '')
  const first = range ? Number(range[1]) : 0
  const last = range?.[2] ? Number(range[2]) : data.length - 1
  response.writeHead(range ? 206 : 200, {
    'content-type': 'audio/wav', 'accept-ranges': 'bytes', 'content-length': last - first + 1,
    ...(range ? { 'content-range': `bytes ${first}-${last}/${data.length}` } : {}),
  })
  response.end(data.subarray(first, last + 1))
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml' }
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
  + "media-src 'self' blob:"

function file(response, url) {
  const asked = join(dist, normalize(url.pathname))
  const found = asked.startsWith(dist) && existsSync(asked) && statSync(asked).isFile()
  const path = found ? asked : join(dist, 'index.html')
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': policy })
  createReadStream(path).pipe(response)
}

setInterval(turn, 250)
const port = Number(process.env.PORT ?? 8080)
createServer((request, response) => {
  const url = new URL(request.url, 'http://mock')
  if (url.pathname.startsWith('/api/v1')) void api(request, response, url)
  else file(response, url)
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}  any name and password`))
