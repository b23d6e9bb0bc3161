// A two-channel 8 kHz recording: the agent speaks low on the left, the resident high on the right.
const rate = 8000

export function wave(seconds) {
  const frames = Math.round(seconds * rate)
  const data = Buffer.alloc(frames * 4)
  for (let frame = 0; frame < frames; frame += 1) {
    const at = frame / rate
    const turn = Math.floor(at / 3) % 2
    const swell = Math.abs(Math.sin(at * 7)) * Math.abs(Math.sin(at * 2.3)) * 9000
    data.writeInt16LE(turn === 0 ? Math.sin(at * 2 * Math.PI * 220) * swell : 0, frame * 4)
    data.writeInt16LE(turn === 1 ? Math.sin(at * 2 * Math.PI * 440) * swell : 0, frame * 4 + 2)
  }
  return Buffer.concat([header(data.length), data])
}

function header(length) {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 4, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(length, 40)
  return head
}
