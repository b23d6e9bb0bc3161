/** One message of a `text/event-stream`. */
export interface StreamMessage {
  id: string | null
  data: string
}

/**
 * Splits a `text/event-stream` into messages as its chunks arrive. The browser's own EventSource
 * drops named events nobody subscribed to, and the service names each by its kind, which grow.
 */
export class StreamParser {
  private rest = ''

  push(chunk: string): StreamMessage[] {
    const blocks = (this.rest + chunk).replaceAll('\r\n', '\n').split('\n\n')
    this.rest = blocks.pop() ?? ''
    return blocks.map(message).filter((read) => read !== null)
  }
}

function message(block: string): StreamMessage | null {
  let id: string | null = null
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const value = line.slice(colon + 1).replace(/^ /, '')
    if (line.startsWith('id:')) id = value
    if (line.startsWith('data:')) data.push(value)
  }
  return data.length === 0 ? null : { id, data: data.join('\n') }
}
