import { RequestPage } from '@/features/request/components/RequestPage'
import { RequestsPage } from '@/features/request/components/RequestsPage'
import { DataRequestPage } from '@/features/resident/components/DataRequestPage'
import { DoNotCallPage } from '@/features/resident/components/DoNotCallPage'
import { ResidentPage } from '@/features/resident/components/ResidentPage'
import { useSession } from '@/features/session/api/get-session'
import { useMay } from '@/features/session/api/use-may'

/** The pages of data, told what their reader may do. */
export function RequestsRoute() {
  return <RequestsPage mayWrite={useMay()('service_request.write')} />
}

export function RequestRoute() {
  const may = useMay()
  return (
    <RequestPage
      mayWrite={may('service_request.write')}
      mayClear={may('service_request.clear_wording')}
      mayViewResident={may('resident.view')}
    />
  )
}

export function ResidentRoute() {
  const may = useMay()
  return (
    <ResidentPage
      mayReveal={may('resident.reveal')}
      mayList={may('do_not_call.write')}
      mayHandleData={may('personal_data.handle')}
      mayHold={may('personal_data.approve')}
    />
  )
}

export function DoNotCallRoute() {
  return <DoNotCallPage mayList={useMay()('do_not_call.write')} />
}

export function DataRequestRoute() {
  const { data: session } = useSession()
  const may = useMay()
  return (
    <DataRequestPage
      readerId={session?.user.id ?? ''}
      mayApprove={may('personal_data.approve')}
    />
  )
}
