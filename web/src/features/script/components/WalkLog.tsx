import { useEffect, useRef } from 'react'
import { SoundOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import type { IvrPreview, IvrTurn } from '@/lib/api/types'

interface Props {
  preview: IvrPreview
  /** The number of the prompt that is heard now. */
  playing: string | undefined
}

/** What was heard and pressed, from the beginning. */
export function WalkLog({ preview, playing }: Props) {
  const { t } = useTranslation()
  const end = useRef<HTMLLIElement>(null)
  const { turns } = preview
  useEffect(() => {
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [turns.length])
  return (
    <ol className="walk" aria-label={t('script.ivr.walk')}>
      {turns.map((turn, index) => (
        <li key={index} ref={index === turns.length - 1 ? end : undefined}>
          <Turn turn={turn} playing={index === turns.length - 1 ? playing : undefined} />
        </li>
      ))}
      {preview.over ? <li className="secondary">{t('script.ivr.over')}</li> : null}
    </ol>
  )
}

function Turn({ turn, playing }: { turn: IvrTurn, playing: string | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      {turn.input == null ? null : (
        <p className="pressed">
          <Mark tone="active">
            {t(`script.ivr.pressed.${turn.input}`, {
              defaultValue: t('script.ivr.pressed_key', { key: turn.input }),
            })}
          </Mark>
        </p>
      )}
      {turn.happened.map((event, index) => (
        <p key={index} className="happened">
          {event.kind === 'answered' ? (
            <>✓ {event.question} <strong>{event.value}</strong></>
          ) : (
            t(`script.ivr.happened.${event.kind}`, {
              question: event.question,
              effect: t(`script.ivr.effect.${event.value}`, { defaultValue: event.value ?? '' }),
            })
          )}
        </p>
      ))}
      {turn.prompts.map((prompt) => (
        <p key={prompt.id} className={prompt.id === playing ? 'prompt heard' : 'prompt'}>
          <span className="prompt-id figure">
            {prompt.id === playing ? <SoundOutlined /> : null} {prompt.id}
          </span>
          <span>{prompt.text}</span>
        </p>
      ))}
    </>
  )
}
