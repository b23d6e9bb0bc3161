import type { SayItem } from '@/lib/api/types'

import { PhraseTick } from './PhraseTick'

/** A sentence to be said; a mandatory phrase is ticked once it was. */
export function SayLine({ item }: { item: SayItem }) {
  return (
    <p className={item.said ? 'say said' : 'say'}>
      {item.text}
      {item.phrase == null ? null : <PhraseTick phrase={item.phrase} said={item.said} />}
    </p>
  )
}
