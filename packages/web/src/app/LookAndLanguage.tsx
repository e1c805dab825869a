import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { PurposeProvider } from '../kit/PurposeDialog.tsx';
import { styleNonce } from '../kit/style-policy.ts';
import { themeOf } from '../kit/theme.ts';
import { LargeTypeContext, storedLargeType, storeLargeType } from './preferences.ts';

/** antd ships its locales as CommonJS; bundlers differ in how they hand over the default export. */
function localeOf<T extends object>(module: T | { default: T }): T {
  return 'default' in module ? module.default : module;
}

/** Lists that drop down belong to the landmark or dialog of their field. */
function popupContainer(field?: HTMLElement): HTMLElement {
  return field?.closest<HTMLElement>('[role="dialog"], main, header') ?? document.body;
}

const csp = { nonce: styleNonce() };

/** Theme, type size and language of everything below. */
export function LookAndLanguage(props: { children: ReactNode }): ReactNode {
  const { language } = useTexts();
  const [large, setLarge] = useState(storedLargeType);
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('large-type', large);
  }, [large]);
  const preferences = useMemo(
    () => ({
      large,
      setLarge: (next: boolean) => {
        storeLargeType(next);
        setLarge(next);
      },
    }),
    [large],
  );
  const theme = useMemo(() => themeOf(large), [large]);
  return (
    <LargeTypeContext value={preferences}>
      <ConfigProvider
        theme={theme}
        csp={csp}
        locale={language === 'zh' ? localeOf(zhCN) : localeOf(enUS)}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
        getPopupContainer={popupContainer}
      >
        <App message={{ top: 64, maxCount: 3 }}>
          <PurposeProvider>{props.children}</PurposeProvider>
        </App>
      </ConfigProvider>
    </LargeTypeContext>
  );
}
