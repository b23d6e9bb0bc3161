import { useCallback } from 'react'

import { useKeys } from '@/lib/keyboard'

const skipSeconds = 5

/** J back, K play or pause, L forward. */
export function usePlayerKeys(toggle: () => void, skip: (seconds: number) => void): void {
  const handle = useCallback((key: string) => {
    switch (key.toLowerCase()) {
      case 'j': skip(-skipSeconds); return true
      case 'k': toggle(); return true
      case 'l': skip(skipSeconds); return true
      default: return false
    }
  }, [toggle, skip])
  useKeys(handle)
}
