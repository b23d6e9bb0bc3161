import type { ThemeConfig } from 'antd'

import { colors, fontFamily, grounds } from '@/lib/tokens'

/** Ant Design as it comes, in our colors and type. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: colors.active,
    colorInfo: colors.active,
    colorLink: colors.active,
    colorSuccess: colors.good,
    colorWarning: colors.risk,
    colorError: colors.bad,
    colorSuccessBg: grounds.good,
    colorWarningBg: grounds.risk,
    colorErrorBg: grounds.bad,
    colorInfoBg: grounds.active,
    colorText: colors.text,
    colorTextSecondary: colors.textSecondary,
    colorTextPlaceholder: colors.placeholder,
    colorTextDescription: colors.textSecondary,
    colorBgLayout: colors.ground,
    colorBorderSecondary: colors.line,
    fontFamily,
    fontSize: 14,
    borderRadius: 6,
    motionDurationSlow: '0.12s',
    motionDurationMid: '0.1s',
  },
  components: {
    Card: { headerFontSize: 14, headerFontSizeSM: 14, bodyPaddingSM: 12 },
    Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 6, headerBg: '#f7f8fa' },
    Menu: { itemSelectedBg: colors.activeGround, itemHeight: 32 },
    Collapse: { headerBg: colors.surface, contentPadding: '8px 12px' },
  },
}
