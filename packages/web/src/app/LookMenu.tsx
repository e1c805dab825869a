import { Radio } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { contrasts, densities, textSizes, useLook } from './preferences.ts';

/** Entries of the account menu: size of the text, density of the rows, contrast. */
export function useLookEntries() {
  const { t } = useTexts();
  const { look, change } = useLook();
  const entry = (key: string, words: string, chosen: boolean, onClick: () => void) => ({
    key,
    label: chosen ? t('app.look.chosen', { words: t(words) }) : t(words),
    onClick,
  });
  return [
    {
      key: 'text-size',
      type: 'group' as const,
      label: t('app.look.textSize'),
      children: textSizes.map((one) =>
        entry(`size-${one}`, `app.look.size.${one}`, look.textSize === one, () => change({ textSize: one })),
      ),
    },
    {
      key: 'density',
      type: 'group' as const,
      label: t('app.look.density'),
      children: densities.map((one) =>
        entry(`density-${one}`, `app.look.rows.${one}`, look.density === one, () => change({ density: one })),
      ),
    },
    {
      key: 'contrast',
      type: 'group' as const,
      label: t('app.look.contrast'),
      children: contrasts.map((one) =>
        entry(`contrast-${one}`, `app.look.strength.${one}`, look.contrast === one, () => change({ contrast: one })),
      ),
    },
  ];
}

/** The same on the page of the account, where phones find it. */
export function LookCard(): ReactNode {
  const { t } = useTexts();
  const { look, change } = useLook();
  return (
    <section className="card" aria-labelledby="look">
      <h2 id="look">{t('app.look.title')}</h2>
      <dl className="facts">
        <dt id="look-size">{t('app.look.textSize')}</dt>
        <dd>
          <Radio.Group
            aria-labelledby="look-size"
            value={look.textSize}
            onChange={(event) => change({ textSize: event.target.value })}
            options={textSizes.map((one) => ({ value: one, label: t(`app.look.size.${one}`) }))}
          />
        </dd>
        <dt id="look-density">{t('app.look.density')}</dt>
        <dd>
          <Radio.Group
            aria-labelledby="look-density"
            value={look.density}
            onChange={(event) => change({ density: event.target.value })}
            options={densities.map((one) => ({ value: one, label: t(`app.look.rows.${one}`) }))}
          />
        </dd>
        <dt id="look-contrast">{t('app.look.contrast')}</dt>
        <dd>
          <Radio.Group
            aria-labelledby="look-contrast"
            value={look.contrast}
            onChange={(event) => change({ contrast: event.target.value })}
            options={contrasts.map((one) => ({ value: one, label: t(`app.look.strength.${one}`) }))}
          />
        </dd>
      </dl>
      <p className="quiet">{t('app.look.kept')}</p>
    </section>
  );
}
