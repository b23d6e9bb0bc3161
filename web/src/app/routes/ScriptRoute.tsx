import { useParams } from 'react-router'

import { ScriptPanel } from '@/features/callback/components/ScriptPanel'
import { ScriptPage } from '@/features/script/components/ScriptPage'
import { ScriptsPage } from '@/features/script/components/ScriptsPage'
import { useMay } from '@/features/session/api/use-may'

const publish = 'script.publish'

/** The list of scripts. */
export function ScriptsRoute() {
  const may = useMay()
  return <ScriptsPage mayPublish={may(publish)} />
}

/** A script tried out with what the callback page is made of. */
export function ScriptRoute() {
  const { id = '' } = useParams()
  const may = useMay()
  return (
    <ScriptPage
      key={id}
      id={id}
      mayPublish={may(publish)}
      asAgent={({ script, onGive, isPending }) => (
        <ScriptPanel
          script={script}
          answering={{ mutate: onGive, isPending }}
          talking
          mayAnswer
        />
      )}
    />
  )
}
