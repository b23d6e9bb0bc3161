/**
 * The only file with colors. Each carries one meaning and always comes with a word or an icon;
 * charts use the same ones. All reach AA contrast on white as text.
 */
export const colors = {
  /** answered, met, satisfied */
  good: '#237804',
  /** due today, at risk */
  risk: '#8f5600',
  /** overdue, dissatisfied, failed */
  bad: '#cf1322',
  /** in call, selected */
  active: '#1554ad',
  /** not yet, excluded */
  idle: '#8c8c8c',
  text: '#1f1f1f',
  textSecondary: '#5c5f66',
  placeholder: '#6f747d',
  line: '#e4e7ec',
  ground: '#f4f6f8',
  activeGround: '#eaf2fd',
  surface: '#ffffff',
} as const

export type Tone = 'good' | 'risk' | 'bad' | 'active' | 'idle'

/** The tint behind a word of each tone. */
export const grounds: Record<Tone, string> = {
  good: '#eef7e8',
  risk: '#fff4dc',
  bad: '#fdeeee',
  active: '#eaf2fd',
  idle: '#eff1f4',
}

export const fontFamily =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', system-ui, sans-serif"

/** Puts the colors and the type where the style sheet finds them: `--text-secondary` and so on. */
export function applyTokens(root: HTMLElement): void {
  for (const [name, value] of Object.entries({ ...colors, fontFamily })) {
    const variable = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    root.style.setProperty(`--${variable}`, value)
  }
}
