import { expect, test } from 'vitest'

import { StreamParser } from './parse-stream'

test('messages are read whole however the chunks are cut', () => {
  const text = ': hello\n\nid: 7\nevent: call_ended\ndata: {"a":1}\n\nid: 8\ndata: x\ndata: y\n\n'
  for (let cut = 0; cut <= text.length; cut += 1) {
    const parser = new StreamParser()
    const read = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]
    expect(read).toEqual([
      { id: '7', data: '{"a":1}' },
      { id: '8', data: 'x\ny' },
    ])
  }
})

test('comments and unfinished messages yield nothing', () => {
  const parser = new StreamParser()
  expect(parser.push(': keep-alive\n\ndata: half')).toEqual([])
  expect(parser.push('\r\n\r\n')).toEqual([{ id: null, data: 'half' }])
})
