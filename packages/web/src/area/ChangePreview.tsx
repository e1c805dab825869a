import { type AreaPreview, areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** What a change will do to closed and open months, to people, offices and posts: asked from the server as the form is filled. */
export function ChangePreview(props: {
  code: string;
  kind: 'renamed' | 'urbanised' | 'parent-changed' | 'merged';
  effectiveOn: string;
  into?: { code: string; name: string } | undefined;
  /** A whole street is merged. */
  street?: boolean;
}): ReactNode {
  const { t } = useTexts();
  const { code, kind, effectiveOn, into } = props;
  const query = { kind, effectiveOn, ...(into && { intoCode: into.code }) };
  const read = useRead(areaChangeContracts.preview, { params: { code }, query }, { keepPrevious: true });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <section className="area-preview" aria-live="polite">
      <strong>{t('areaChange.preview')}</strong>
      {read.data ? (
        <PreviewLines
          preview={read.data}
          kind={kind}
          into={into?.name ?? ''}
          on={effectiveOn}
          street={props.street ?? false}
        />
      ) : (
        <Skeleton active paragraph={{ rows: 3 }} title={false} />
      )}
    </section>
  );
}

function PreviewLines(props: {
  preview: AreaPreview;
  kind: string;
  into: string;
  on: string;
  street: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const { preview, kind, into, on, street } = props;
  const comma = language === 'zh' ? '、' : ', ';
  const values = {
    into,
    on,
    residents: formatNumber(preview.residents),
    households: formatNumber(preview.households),
    duties: formatNumber(preview.openDuties),
    communities: formatNumber(preview.communities),
  };
  const merges = kind === 'merged';
  const moves = kind === 'parent-changed';
  const lines: string[] = [
    t(
      merges && !street
        ? 'areaChange.previewMerged'
        : moves || street
          ? 'areaChange.previewMoved'
          : 'areaChange.previewStay',
      values,
    ),
    t('areaChange.previewBooked', { month: preview.bookedMonth }),
  ];
  if (preview.closedMonths.length > 0)
    lines.push(t('areaChange.previewClosed', { months: preview.closedMonths.join(comma), month: preview.bookedMonth }));
  if ((merges || moves) && preview.openMonths.length > 0) {
    const months = preview.openMonths.map((open) => t('areaChange.previewMonth', open)).join(comma);
    lines.push(t('areaChange.previewOpen', { months, month: preview.bookedMonth }));
  }
  if (merges) {
    for (const office of preview.offices)
      lines.push(t(office.posts > 0 ? 'areaChange.previewOffice' : 'areaChange.previewOfficeEmpty', office));
    lines.push(
      preview.successorOffices.length > 0
        ? t('areaChange.previewSuccessor', { offices: preview.successorOffices.join(comma) })
        : t(street ? 'areaChange.previewNoStreetOffice' : 'areaChange.previewNoSuccessor', { into }),
      t('areaChange.previewTargets', { into }),
      t(street ? 'areaChange.previewUndo' : 'area.mergeFinal', { month: preview.bookedMonth }),
    );
  }
  if (moves && preview.offices.length > 0)
    lines.push(t('areaChange.previewOfficesFollow', { count: preview.offices.length }));
  if (preview.otherParameters > 0) lines.push(t('areaChange.previewParameters', { count: preview.otherParameters }));
  if (preview.otherDistrict) lines.push(t('areaChange.previewDistrict'));
  if (preview.otherDistrict && merges && !street) lines.push(t('areaChange.previewRehomed'));
  return (
    <>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {preview.recoded.length > 0 ? (
        <details className="area-recoded" open={preview.recoded.length <= 8}>
          <summary>{t('areaChange.recoded', { count: preview.recoded.length })}</summary>
          <ul>
            {preview.recoded.map((one) => (
              <li key={one.code}>
                {one.name}
                <span className="figures">
                  {one.code} → {one.newCode}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
