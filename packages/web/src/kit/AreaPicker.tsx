import { Select, type SelectProps } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { isBelow, recentAreaCodes, rememberArea, spellAreas, useAreas, useOwnAreas } from './area-names.ts';
import { useTexts } from './i18n.ts';

/** An area the actor may see, or any of the city: typed name, pinyin, initials or code; recently used on top. Fits a Form.Item. */
export function AreaPicker(props: {
  id?: string;
  value?: string | null;
  onChange?: (code: string) => void;
  /** Only these kinds, e.g. communities where people live. */
  kinds?: readonly ('city' | 'district' | 'street' | 'community')[];
  /** Only areas at or below this one. */
  within?: string;
  /** All areas of the city, also those that the actor may not see into. */
  whole?: boolean;
  disabled?: boolean;
  className?: string;
  variant?: 'outlined' | 'borderless';
  'aria-label'?: string;
}): ReactNode {
  const { t } = useTexts();
  const areas = useOwnAreas(props.whole);
  const { byCode } = useAreas(props.whole);
  const [spellings, setSpellings] = useState<ReadonlyMap<string, string> | null>(null);
  const [wantsSpelling, setWantsSpelling] = useState(false);
  const { kinds, within } = props;
  const choices = useMemo(
    () =>
      areas.filter(
        (area) =>
          area.kind !== 'province' &&
          (kinds === undefined || (kinds as readonly string[]).includes(area.kind)) &&
          (within === undefined || isBelow(area.code, within, byCode)),
      ),
    [areas, byCode, kinds, within],
  );
  useEffect(() => {
    if (!wantsSpelling || spellings !== null) return;
    let current = true;
    void spellAreas(choices).then((all) => {
      if (current) setSpellings(all);
    });
    return () => {
      current = false;
    };
  }, [wantsSpelling, spellings, choices]);
  const optionOf = (area: (typeof choices)[number]) => ({
    value: area.code,
    label: area.name,
    path: area.pathName,
    needle: `${area.name} ${area.pathName} ${area.code} ${spellings?.get(area.code) ?? ''}`.toLowerCase(),
  });
  const recent = recentAreaCodes().flatMap((code) => choices.find((area) => area.code === code) ?? []);
  const used = new Set(recent.map((area) => area.code));
  const rest = choices.filter((area) => !used.has(area.code)).map(optionOf);
  const options: NonNullable<SelectProps['options']> =
    recent.length > 0
      ? [
          { label: t('kit.area.recent'), options: recent.map(optionOf) },
          { label: t('kit.area.all'), options: rest },
        ]
      : rest;
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      className={props.className ?? 'wide'}
      variant={props.variant ?? 'outlined'}
      value={props.value ?? null}
      disabled={props.disabled ?? false}
      placeholder={t('kit.area.placeholder')}
      aria-label={props['aria-label'] ?? t('kit.area.label')}
      popupMatchSelectWidth={false}
      showSearch={{
        filterOption: (typed, option) =>
          ((option as { needle?: string } | undefined)?.needle ?? '').includes(typed.trim().toLowerCase()),
        onSearch: (typed) => {
          if (/[a-z]/i.test(typed)) setWantsSpelling(true);
        },
      }}
      notFoundContent={t('kit.area.none')}
      onChange={(code: string) => {
        rememberArea(code);
        props.onChange?.(code);
      }}
      options={options}
      optionRender={(option) => (
        <span className="area-option">
          <span>{option.label}</span>
          <small>{(option.data as { path?: string }).path}</small>
        </span>
      )}
    />
  );
}

/** The name of an area by its code; the code itself while the tree is not here yet. */
export function AreaName(props: { code: string; path?: boolean }): ReactNode {
  const { byCode } = useAreas();
  const area = byCode.get(props.code);
  if (!area) return <span className="figures">{props.code}</span>;
  return <span>{props.path && area.pathName ? `${area.pathName} · ${area.name}` : area.name}</span>;
}
