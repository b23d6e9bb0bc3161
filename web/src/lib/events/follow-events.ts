import { address } from '@/lib/api/request'
import type { LiveEvent } from '@/lib/api/types'

import { StreamParser } from './parse-stream'

/** Longer after each failure, so that a stopped service is not asked without end. */
const reconnectMs = [1_000, 2_000, 4_000, 8_000]

interface Follower {
  onEvent: (event: LiveEvent) => void
  /** The stream is open again after a break. */
  onReconnect: () => void
}

/** Follows the event log until `signal` aborts, picking up after the last position seen. */
export async function followEvents(follower: Follower, signal: AbortSignal): Promise<void> {
  let after: string | undefined
  let broken = false
  let failures = 0
  while (!signal.aborted) {
    try {
      const response = await open(after, signal)
      if (response.status === 401) return
      if (response.ok && response.body !== null) {
        failures = 0
        if (broken) follower.onReconnect()
        for await (const message of messages(response.body)) {
          after = message.id ?? after
          follower.onEvent(JSON.parse(message.data) as LiveEvent)
        }
      }
    } catch {
      // The network or the service went away: the next turn of the loop asks again.
    }
    broken = true
    await pause(reconnectMs[Math.min(failures++, reconnectMs.length - 1)] ?? 0, signal)
  }
}

function open(after: string | undefined, signal: AbortSignal): Promise<Response> {
  return fetch(address('/events', { after }), {
    headers: { accept: 'text/event-stream', ...(after ? { 'last-event-id': after } : {}) },
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  })
}

async function* messages(body: ReadableStream<Uint8Array>) {
  const parser = new StreamParser()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield* parser.push(decoder.decode(value, { stream: true }))
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}
