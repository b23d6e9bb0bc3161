import { expect, test } from 'vitest'

import { withinAppointmentHours } from './appointment-hours'

test.each([
  ['08:25', false], ['08:30', true], ['09:00', true], ['20:55', true], ['21:00', false],
])('%s: %s', (time, offered) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const { disabledHours, disabledMinutes } = withinAppointmentHours()
  const out = disabledHours().includes(hour) || disabledMinutes(hour).includes(minute)
  expect(!out).toBe(offered)
})
