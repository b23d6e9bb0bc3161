import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import WaveSurfer from 'wavesurfer.js'

import { colors } from '@/lib/tokens'

interface PlayerState {
  ready: boolean
  failed: boolean
  playing: boolean
  positionMs: number
  durationMs: number
  speed: number
}

const atRest: PlayerState = {
  ready: false, failed: false, playing: false, positionMs: 0, durationMs: 0, speed: 1,
}

/** Draws the recording at `url` into `box` and plays it through `audio`. */
export function usePlayer(
  box: RefObject<HTMLDivElement | null>,
  audio: RefObject<HTMLAudioElement | null>,
  url: string,
) {
  const [state, setState] = useState(atRest)
  const surfer = useRef<WaveSurfer | null>(null)

  useEffect(() => {
    if (box.current == null || audio.current == null) return undefined
    const made = draw(box.current, audio.current, url)
    let left = false
    surfer.current = made
    const change = (part: Partial<PlayerState>) => {
      if (!left) setState((before) => ({ ...before, ...part }))
    }
    made.on('ready', (seconds) => change({ ready: true, durationMs: seconds * 1000 }))
    made.on('play', () => change({ playing: true }))
    made.on('pause', () => change({ playing: false }))
    made.on('finish', () => change({ playing: false }))
    made.on('timeupdate', (seconds) => change({ positionMs: seconds * 1000 }))
    made.on('error', () => change({ failed: true }))
    return () => {
      left = true
      surfer.current = null
      made.destroy()
    }
  }, [box, audio, url])

  const toggle = useCallback(() => void surfer.current?.playPause(), [])
  const skip = useCallback((seconds: number) => surfer.current?.skip(seconds), [])
  const setSpeed = useCallback((speed: number) => {
    surfer.current?.setPlaybackRate(speed, true)
    setState((before) => ({ ...before, speed }))
  }, [])
  return { ...state, toggle, skip, setSpeed }
}

function draw(container: HTMLElement, media: HTMLMediaElement, url: string): WaveSurfer {
  const channel = { height: 44, cursorColor: colors.text, cursorWidth: 1, normalize: true }
  return WaveSurfer.create({
    ...channel,
    container,
    media,
    url,
    barWidth: 2,
    barGap: 1,
    splitChannels: [
      { ...channel, waveColor: '#9dbbe2', progressColor: colors.active },
      { ...channel, waveColor: '#a9cf9b', progressColor: colors.good },
    ],
  })
}
