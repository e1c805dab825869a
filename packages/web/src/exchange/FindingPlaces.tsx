import type { CheckReport } from '@renshe/domain/exchange/exchange.contract.ts';
import type { ExchangeEdition } from '@renshe/domain/exchange/exchange.edition.ts';
import { findingKinds, isError } from '@renshe/domain/exchange/exchange.findings.ts';
import { fillSentence } from '@renshe/domain/kernel/app-error.ts';
import { Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

type Found = CheckReport['findings'][number];

/** As spreadsheets count columns: A … Z, AA … */
function columnLetters(column: number): string {
  let letters = '';
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** Every finding at its place in the file: line and column as the reader's spreadsheet shows them. */
export function FindingPlaces(props: { findings: readonly Found[]; edition: ExchangeEdition | undefined }): ReactNode {
  const { t, language } = useTexts();
  const { findings, edition } = props;
  if (findings.length === 0) return null;
  const fieldOf = (found: Found) => {
    const field = edition?.tables
      .find((table) => table.code === found.table)
      ?.fields.find((one) => one.name === found.field);
    return field === undefined ? (found.field ?? t('exchange.places.wholeLine')) : `${field[language]} ${field.name}`;
  };
  const placeOf = (found: Found) =>
    found.column === null
      ? t('exchange.places.line', { line: found.line })
      : t('exchange.places.cell', { line: found.line, column: columnLetters(found.column) });
  return (
    <section className="exchange-section">
      <h3>{t('exchange.places.title')}</h3>
      <p className="exchange-note">{t('exchange.places.note')}</p>
      <Table<Found & { key: number }>
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        dataSource={findings.map((found, key) => ({ ...found, key }))}
        columns={[
          {
            title: t('exchange.places.where'),
            key: 'where',
            render: (_, found) => (
              <>
                <strong className="figures">{placeOf(found)}</strong>
                <span className="exchange-field-source">{found.file}</span>
              </>
            ),
          },
          { title: t('exchange.places.field'), key: 'field', render: (_, found) => fieldOf(found) },
          {
            title: t('exchange.findings.kind'),
            key: 'kind',
            width: 280,
            render: (_, found) => (
              <>
                <Tag className="exchange-tag" color={isError(found) ? 'red' : 'gold'}>
                  {t(`exchange.findings.${isError(found) ? 'error' : 'warning'}`)}
                </Tag>
                {fillSentence(findingKinds[found.code].what, language, found.details)}
              </>
            ),
          },
          {
            title: t('exchange.findings.fix'),
            key: 'fix',
            width: 260,
            render: (_, found) => fillSentence(findingKinds[found.code].fix, language, found.details),
          },
        ]}
      />
    </section>
  );
}
