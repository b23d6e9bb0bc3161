import { CalendarPage } from '@/features/calendar/components/CalendarPage'
import { useMay } from '@/features/session/api/use-may'

/** The calendar, which some may change and others only see. */
export function CalendarRoute() {
  const may = useMay()
  return <CalendarPage mayEdit={may('calendar.edit')} />
}
