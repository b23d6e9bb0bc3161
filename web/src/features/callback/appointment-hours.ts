/** An appointment is kept from 08:30 to before 21:00; the service has the last word. */
const first = { hour: 8, minute: 30 }
const endHour = 21

const upTo = (end: number) => Array.from({ length: end }, (_, each) => each)

/** What a time picker leaves out. */
export function withinAppointmentHours() {
  return {
    disabledHours: () => upTo(24).filter((hour) => hour < first.hour || hour >= endHour),
    disabledMinutes: (hour: number) => (hour === first.hour ? upTo(first.minute) : []),
  }
}
