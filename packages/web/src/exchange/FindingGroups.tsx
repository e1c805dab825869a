import {
  type FindingCode,
  type FindingGroup,
  findingKinds,
  isError,
} from '@renshe/domain/exchange/exchange.findings.ts';
import { fillSentence } from '@renshe/domain/kernel/app-error.ts';
import { Button, Table, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { saveAs } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';

export type FoundRow = {
  table: string;
  row: number;
  field: string | null;
  code: FindingCode;
  details: Readonly<Record<string, string | number>>;
  residentId?: string | null;
};

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What was found, counted by kind; the single rows as a file. The findings name rows and fields, never values. */
export function FindingGroups(props: {
  groups: readonly FindingGroup[];
  errors: number;
  warnings: number;
  day: string;
  /** The single findings, fetched when they are asked for. */
  rows: () => Promise<readonly FoundRow[]>;
}): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const what = (group: Pick<FoundRow, 'code' | 'details'>) =>
    fillSentence(findingKinds[group.code].what, language, group.details);
  const fix = (group: Pick<FoundRow, 'code' | 'details'>) =>
    fillSentence(findingKinds[group.code].fix, language, group.details);
  const save = async () => {
    setBusy(true);
    try {
      const rows = await props.rows();
      const head = ['place', 'first', 'kind', 'fix', 'resident'].map((key) => t(`exchange.findings.${key}`));
      const lines = rows.map((row) =>
        [
          [row.table, row.field].filter(Boolean).join(' '),
          row.row === 0 ? t('exchange.findings.header') : String(row.row),
          what(row),
          fix(row),
          row.residentId ? `${window.location.origin}/residents/${row.residentId}` : '',
        ]
          .map(cell)
          .join(','),
      );
      const blob = new Blob([`\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`], { type: 'text/csv' });
      const address = URL.createObjectURL(blob);
      saveAs(address, t('exchange.findings.fileName', { day: props.day }));
      window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
      toast.saved(t('exchange.findings.saved', { count: rows.length }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="exchange-section">
      <div className="exchange-head">
        <h3>{t('exchange.findings.title')}</h3>
        {props.groups.length > 0 ? (
          <Button loading={busy} onClick={() => void save()}>
            {t('exchange.findings.save')}
          </Button>
        ) : null}
      </div>
      {props.groups.length === 0 ? (
        <p>{t('exchange.findings.none')}</p>
      ) : (
        <>
          <p>
            {t('exchange.findings.summary', {
              errors: formatNumber(props.errors),
              warnings: formatNumber(props.warnings),
            })}
          </p>
          <Table<FindingGroup>
            size="small"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={[...props.groups]}
            rowKey={(group) => `${group.table}|${group.field}|${group.code}`}
            columns={[
              {
                title: t('exchange.findings.kind'),
                key: 'kind',
                width: 260,
                render: (_, group) => (
                  <>
                    <Tag className="exchange-tag" color={isError(group) ? 'red' : 'gold'}>
                      {t(`exchange.findings.${isError(group) ? 'error' : 'warning'}`)}
                    </Tag>
                    {what(group)}
                  </>
                ),
              },
              {
                title: t('exchange.findings.place'),
                key: 'place',
                render: (_, group) => [group.table, group.field].filter(Boolean).join(' '),
              },
              {
                title: t('exchange.findings.count'),
                key: 'count',
                align: 'right',
                render: (_, group) => formatNumber(group.count),
              },
              {
                title: t('exchange.findings.first'),
                key: 'first',
                render: (_, group) =>
                  group.firstRow === 0
                    ? t('exchange.findings.header')
                    : t('exchange.findings.row', { row: group.firstRow }),
              },
              { title: t('exchange.findings.fix'), key: 'fix', width: 260, render: (_, group) => fix(group) },
            ]}
          />
        </>
      )}
    </section>
  );
}
