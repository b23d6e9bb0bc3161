import { useEffect, useState } from 'react'

import { promptAddress } from './api/scripts'

interface Playing {
  id: string
  version: number
  prompts: { id: string }[]
  /** Changes with every step of the walk. */
  key: string
  on: boolean
}

/** Plays the prompts of a step one after the other; the number of the one that is heard. */
export function usePrompts({ id, version, prompts, key, on }: Playing): string | undefined {
  const [heard, setHeard] = useState<string>()
  const names = prompts.map((prompt) => prompt.id).join()
  useEffect(() => {
    const queue = on ? names.split(',').filter((name) => name !== '') : []
    const audio = new Audio()
    const next = () => {
      const name = queue.shift()
      setHeard(name)
      if (name === undefined) return
      audio.src = promptAddress(id, version, name)
      // A sound that cannot be had is passed over: the words are on the page.
      audio.play().catch(() => setHeard(undefined))
    }
    audio.addEventListener('ended', next)
    audio.addEventListener('error', next)
    next()
    return () => {
      audio.removeEventListener('ended', next)
      audio.removeEventListener('error', next)
      audio.pause()
    }
  }, [id, version, names, key, on])
  return heard
}
