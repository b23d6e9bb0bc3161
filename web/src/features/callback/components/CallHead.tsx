import { useTranslation } from 'react-i18next'

import { StateWord } from '@/components/StateWord'
import { callTones, toneOf } from '@/components/tones'
import type { Call } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useServerNow } from '@/lib/status/use-server-now'
import { useMoment } from '@/lib/status/use-moment'
import { stopwatch } from '@/lib/time'
import type { Tone } from '@/lib/tokens'

/** Number, state and running time of a call. */
export function CallHead({ call }: { call: Call }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const ended = call.state === 'ended'
  const state = ended ? word('call_outcome', call.outcome) : word('call_state', call.state)
  return (
    <div className="call-head" data-testid="call" data-call-id={call.id} data-call-state={call.state}>
      <span>{t('callback.call_number', { number: call.number })}</span>
      <StateWord tone={callTone(call)}>{state}</StateWord>
      <span className="figure call-time">
        {ended ? moment(call.ordered_at_ms) : <Running call={call} />}
      </span>
    </div>
  )
}

function callTone(call: Call): Tone {
  if (call.state !== 'ended') return toneOf(callTones, call.state)
  return call.outcome === 'answered' ? 'good' : 'risk'
}

function Running({ call }: { call: Call }) {
  const now = useServerNow()
  const since = call.answered_at_ms ?? call.ordered_at_ms
  return <strong>{now === undefined ? '' : stopwatch(now - since)}</strong>
}
