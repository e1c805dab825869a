import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import type { ReactNode } from 'react';
import { useArea, useChangeArea } from '../app/use-area.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

type Row = (typeof visitContracts.areas)['output']['_zod']['output']['rows'][number];

/** For the street: what is overdue in each community, of the highest risk too, and how much was done in time lately. */
export function VisitAreas(): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const changeArea = useChangeArea();
  const read = useRead(visitContracts.areas, { query: { area: area.code } });
  const number = (key: 'overdue' | 'overdueHigh' | 'soon' | 'later' | 'done') => ({
    key,
    title: t(`visit.areas.${key}`),
    align: 'right' as const,
    render: (row: Row) => (
      <span className={key.startsWith('overdue') && row[key] > 0 ? 'overdue-mark' : ''}>{formatNumber(row[key])}</span>
    ),
  });
  return (
    <DataTable<Row>
      name="visit.areas.label"
      label={t('visit.areas.label')}
      rows={read.data?.rows.toSorted((a, b) => b.overdue - a.overdue || (a.area.code < b.area.code ? -1 : 1))}
      rowKey={(row) => row.area.code}
      count={read.data?.rows.length}
      loading={read.isFetching}
      error={read.error}
      onRetry={() => void read.refetch()}
      onOpen={(row) => changeArea(row.area.code)}
      columns={[
        { key: 'area', title: t('visit.areas.area'), render: (row: Row) => shortAreaName(row.area.name) },
        number('overdue'),
        number('overdueHigh'),
        number('soon'),
        number('later'),
        number('done'),
        {
          key: 'onTime',
          title: t('visit.areas.onTime'),
          align: 'right' as const,
          render: (row: Row) => formatPercent(row.done === 0 ? null : row.onTime / row.done),
        },
      ]}
    />
  );
}
