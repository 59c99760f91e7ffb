import { theme as antd, type ThemeConfig } from 'antd'

/** Quiet and dense, as tools for analysts are; contrasts of WCAG AA. */
export const theme: ThemeConfig = {
  algorithm: antd.compactAlgorithm,
  token: {
    colorPrimary: '#1f4e79',
    colorInfo: '#1f4e79',
    colorLink: '#1f4e79',
    colorText: '#1f2a37',
    colorTextSecondary: '#4b5563',
    colorTextTertiary: '#59636f',
    colorTextPlaceholder: '#68717d',
    colorTextDescription: '#4b5563',
    colorBorder: '#b8c1cc',
    colorError: '#b42318',
    fontSize: 15,
    borderRadius: 4,
    fontFamily: '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
    motion: false,
  },
}
