import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import type { ChangedLine, ScriptLine } from '@/lib/api/types'

import { marked } from '../marked'
import { ConditionText } from './ConditionText'

/** A line before and after, with what of it changed. */
export function ChangedLineView({ line }: { line: ChangedLine }) {
  const { t } = useTranslation()
  const { before, after, aspects } = line
  const section = (after ?? before)?.section
  const kinds = before == null ? ['added'] : after == null ? ['removed'] : aspects
  const tone = before == null ? 'good' : after == null ? 'bad' : 'risk'
  return (
    <>
      <tr className="compare-head">
        <td colSpan={2}>
          <span className="secondary">{section}</span>{' '}
          {kinds.map((kind) => (
            <Mark key={kind} tone={tone}>{t(`script.compare.aspect.${kind}`)}</Mark>
          ))}
        </td>
      </tr>
      <tr>
        <td>{before ? <Face line={before} other={after} kept="removed" /> : null}</td>
        <td>{after ? <Face line={after} other={before} kept="added" /> : null}</td>
      </tr>
    </>
  )
}

interface FaceProps {
  line: ScriptLine
  other: ScriptLine | null | undefined
  kept: 'added' | 'removed'
}

function Face({ line, other, kept }: FaceProps) {
  const { t } = useTranslation()
  return (
    <div className={line.kind === 'note' ? 'face script-note' : 'face'}>
      {line.when ? <p className="paper-when"><ConditionText parts={line.when} /></p> : null}
      <p className="face-text">
        <Words text={line.text} other={other?.text} kept={kept} />
      </p>
      {line.choices.length === 0 ? null : (
        <ol className="face-choices">
          {line.choices.map((choice) => (
            <li key={choice.key}>
              <kbd>{choice.key}</kbd> {choice.label}
              {choice.jump == null ? null : (
                <span className="secondary"> → {choice.jump}</span>
              )}
            </li>
          ))}
        </ol>
      )}
      {line.kind === 'question' && !line.required ? (
        <p className="secondary">{t('callback.optional')}</p>
      ) : null}
      {line.optional_when ? (
        <p className="paper-when">
          {t('script.compare.optional')} <ConditionText parts={line.optional_when} />
        </p>
      ) : null}
      {line.prompt ? (
        <p className="face-prompt">
          <span className="figure">{line.prompt.id}</span>{' '}
          <Words text={line.prompt.text} other={other?.prompt?.text} kept={kept} />{' '}
          <span className="secondary">{line.prompt.keys}</span>
        </p>
      ) : null}
    </div>
  )
}

interface WordsProps {
  text: string
  other: string | undefined
  kept: 'added' | 'removed'
}

/** The words with those the other version does not have set off. */
function Words({ text, other, kept }: WordsProps) {
  if (other === undefined || other === text) return <>{text}</>
  return (
    <>
      {marked(text, other).map(({ words, differs }, index) => {
        if (!differs) return <span key={index}>{words}</span>
        return kept === 'added' ? <ins key={index}>{words}</ins> : <del key={index}>{words}</del>
      })}
    </>
  )
}
