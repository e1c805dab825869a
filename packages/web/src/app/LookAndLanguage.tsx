import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { PurposeProvider } from '../kit/PurposeDialog.tsx';
import { styleNonce } from '../kit/style-policy.ts';
import { themeOf } from '../kit/theme.ts';
import { keepPreference } from '../preference/preference-store.ts';
import { type Look, LookContext, storedLook, storeLook, textPixels } from './preferences.ts';

/** antd ships its locales as CommonJS; bundlers differ in how they hand over the default export. */
function localeOf<T extends object>(module: T | { default: T }): T {
  return 'default' in module ? module.default : module;
}

/** Lists that drop down belong to the landmark or dialog of their field. */
function popupContainer(field?: HTMLElement): HTMLElement {
  return field?.closest<HTMLElement>('[role="dialog"], main, header') ?? document.body;
}

const csp = { nonce: styleNonce() };

/** Theme, type size, density, contrast and language of everything below. */
export function LookAndLanguage(props: { children: ReactNode }): ReactNode {
  const { language } = useTexts();
  const [look, setLook] = useState(storedLook);
  const { textSize, density, contrast } = look;
  useLayoutEffect(() => {
    const { classList } = document.documentElement;
    classList.toggle('large-type', textSize !== 'standard');
    classList.toggle('extra-large-type', textSize === 'extra');
    classList.toggle('compact', density === 'compact');
    classList.toggle('high-contrast', contrast === 'high');
  }, [textSize, density, contrast]);
  const preferences = useMemo(() => {
    const show = (next: Look) => {
      storeLook(next);
      setLook(next);
    };
    const now = { textSize, density, contrast };
    return {
      look: now,
      show,
      change: (part: Partial<Look>) => {
        const next = { ...now, ...part };
        keepPreference('look', next);
        show(next);
      },
    };
  }, [textSize, density, contrast]);
  const theme = useMemo(
    () => themeOf(textPixels[textSize], density === 'compact', contrast === 'high'),
    [textSize, density, contrast],
  );
  return (
    <LookContext value={preferences}>
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
    </LookContext>
  );
}
