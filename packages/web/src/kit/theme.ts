import type { ThemeConfig } from 'antd';

/** Colours that pages may use beside antd's own tokens. Every one passes 4.5:1 on white and on the grey page. */
export const colour = {
  primary: '#0b57d0',
  text: '#1f2328',
  secondary: '#4d5561',
  line: '#d9dde3',
  page: '#f4f6f8',
  overdue: '#b3261e',
  overdueTint: '#fdf1f0',
  warning: '#8a5000',
  warningTint: '#fff6e5',
  done: '#1a6b34',
  doneTint: '#eef8f0',
  primaryTint: '#e8f0fd',
} as const;

const strongTokens = {
  colorPrimary: '#0842a0',
  colorPrimaryHover: '#06327a',
  colorPrimaryActive: '#04245a',
  colorInfo: '#0842a0',
  colorLink: '#0842a0',
  colorLinkHover: '#06327a',
  colorLinkActive: '#04245a',
  colorError: '#8c1d18',
  colorWarning: '#5e3600',
  colorSuccess: '#0d4a22',
  colorText: '#000',
  colorTextSecondary: '#22272e',
  colorTextTertiary: '#2b313a',
  colorTextDescription: '#2b313a',
  colorTextPlaceholder: '#434a54',
  colorTextQuaternary: '#434a54',
  colorTextDisabled: '#434a54',
  colorBgLayout: '#fff',
  colorBorder: '#434a54',
  colorBorderSecondary: '#6b7280',
} as const;

/**
 * antd tokens for a size of text in px; large type (长辈版) is 18 px and more, with 48 px controls. Compact rows hold more on the screen; no control
 * gets smaller than 24 px (WCAG 2.5.8). Strong contrast: no greys for words, edges that are seen.
 */
export function themeOf(size: number, compact = false, strong = false): ThemeConfig {
  const large = size >= 18;
  const height = (large ? 48 : 34) - (compact ? 6 : 0);
  return {
    cssVar: { key: 'renshe' },
    token: {
      colorPrimary: colour.primary,
      // Darker, not lighter: white words on it and it on white stay readable under the pointer.
      colorPrimaryHover: '#0847ad',
      colorPrimaryActive: '#063a8c',
      colorLinkHover: '#0847ad',
      colorLinkActive: '#063a8c',
      colorErrorHover: '#8f1f19',
      colorErrorActive: '#741712',
      colorInfo: colour.primary,
      colorLink: colour.primary,
      colorError: colour.overdue,
      colorWarning: colour.warning,
      colorSuccess: colour.done,
      // Derived tints of such dark colours are muddy and too dark for their own text.
      colorWarningBg: colour.warningTint,
      colorWarningBorder: '#e4c58a',
      colorSuccessBg: colour.doneTint,
      colorSuccessBorder: '#a9d3b5',
      colorErrorBg: colour.overdueTint,
      colorErrorBorder: '#e9b4b0',
      colorInfoBg: colour.primaryTint,
      colorInfoBorder: '#b3cdf5',
      colorText: colour.text,
      colorTextSecondary: colour.secondary,
      colorTextTertiary: '#59616d',
      colorTextDescription: '#59616d',
      colorTextPlaceholder: '#656d78',
      colorTextQuaternary: '#656d78',
      colorTextDisabled: '#656d78',
      colorBgLayout: colour.page,
      colorBorder: '#8c939d',
      colorBorderSecondary: colour.line,
      fontFamily: 'var(--font-family)',
      fontSize: size,
      lineHeight: 1.5,
      borderRadius: 6,
      controlHeight: height,
      controlHeightSM: height - (large ? 4 : compact ? 2 : 6),
      controlHeightLG: height + (large ? 4 : 6),
      wireframe: false,
      boxShadow: 'none',
      boxShadowTertiary: 'none',
      // Nothing moves: calmer, and faster on old machines.
      motion: false,
      ...(strong && strongTokens),
    },
    components: {
      Table: {
        headerBg: '#f0f2f5',
        headerColor: strong ? '#000' : colour.secondary,
        headerSplitColor: 'transparent',
        cellPaddingBlock: compact ? (large ? 7 : 4) : large ? 14 : 9,
        cellPaddingInline: 12,
        rowHoverBg: colour.primaryTint,
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Form: {
        itemMarginBottom: compact ? 12 : 18,
        verticalLabelPadding: '0 0 4px',
        labelColor: strong ? '#000' : colour.text,
      },
      Drawer: { paddingLG: 20 },
      Layout: { bodyBg: strong ? '#fff' : colour.page, headerBg: '#ffffff', siderBg: '#ffffff' },
      Menu: { itemHeight: large ? 52 : 40, itemSelectedBg: colour.primaryTint, itemBorderRadius: 6 },
      Tag: { defaultBg: '#eef0f3', defaultColor: strong ? '#000' : colour.text },
    },
  };
}
