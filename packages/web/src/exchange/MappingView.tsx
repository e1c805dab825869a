import { codeName } from '@renshe/domain/code/code-set.ts';
import type { ExchangeCodeMap, ExchangeField, ExchangeTable } from '@renshe/domain/exchange/exchange.edition.ts';
import { exchangeCodeSets, rowKinds } from '@renshe/domain/exchange/exchange.records.ts';
import { theirCode } from '@renshe/domain/exchange/exchange.render.ts';
import { Alert, Select, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { type Editions, useEditions } from './use-editions.ts';

type Edition = Editions['editions'][number];

/** A mapping file as people read it: our field beside theirs, code lists, and what is sourced or assumed. */
export function MappingView(props: {
  edition: string | undefined;
  table: string | undefined;
  onChange: (change: { edition?: string; table?: string }) => void;
}): ReactNode {
  const { t, language, say } = useTexts();
  const read = useEditions();
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <p>{t('kit.loading')}</p>;
  const edition = read.data.editions.find((one) => one.edition === props.edition) ?? read.data.editions[0];
  const table = edition?.tables.find((one) => one.code === props.table) ?? edition?.tables[0];
  return (
    <section className="card">
      <Faulty editions={read.data} />
      {edition && table ? (
        <>
          <div className="exchange-choices">
            <label htmlFor="mapping-edition">
              <span>{t('exchange.mapping.edition')}</span>
              <Select
                id="mapping-edition"
                value={edition.edition}
                onChange={(id: string) => props.onChange({ edition: id })}
                options={read.data.editions.map((one) => ({ value: one.edition, label: say(one.name) }))}
              />
            </label>
            <label htmlFor="mapping-table">
              <span>{t('exchange.mapping.tables')}</span>
              <Select
                id="mapping-table"
                value={table.code}
                onChange={(code: string) => props.onChange({ edition: edition.edition, table: code })}
                options={edition.tables.map((one) => ({ value: one.code, label: `${one.code} ${one[language]}` }))}
              />
            </label>
          </div>
          {edition.note ? <Alert type="info" showIcon title={say(edition.note)} /> : null}
          <p className="exchange-note">
            {t('exchange.mapping.source')}: {edition.source}
          </p>
          <TableFields edition={edition} table={table} words={read.data.fields} />
          <CodeMaps edition={edition} table={table} />
        </>
      ) : null}
      <p className="exchange-note">{t('exchange.mapping.guide')}</p>
    </section>
  );
}

function Faulty(props: { editions: Editions }): ReactNode {
  const { t, say } = useTexts();
  if (props.editions.faulty.length === 0) return null;
  return (
    <Alert
      className="exchange-faulty"
      type="error"
      showIcon
      title={t('exchange.mapping.faulty')}
      description={
        <ul>
          {props.editions.faulty.flatMap(({ file, problems }) =>
            problems.map((problem, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of a file never changes its order
              <li key={`${file}${i}`}>
                {file} · {problem.where}: {say(problem)}
              </li>
            )),
          )}
        </ul>
      }
    />
  );
}

function Basis(props: { certainty: 'sourced' | 'assumed'; source?: string | undefined }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Tag color={props.certainty === 'sourced' ? 'green' : 'gold'}>
        {t(`exchange.mapping.certainty.${props.certainty}`)}
      </Tag>
      {props.source ? <span className="exchange-field-source">{props.source}</span> : null}
    </>
  );
}

function TableFields(props: { edition: Edition; table: ExchangeTable; words: Editions['fields'] }): ReactNode {
  const { t, language, say } = useTexts();
  const { table } = props;
  const from = (field: ExchangeField) => {
    if (field.from === null)
      return field.default === undefined
        ? t('exchange.mapping.nothing')
        : t('exchange.mapping.constant', { value: field.default });
    const words = props.words[field.from];
    return words ? say(words) : field.from;
  };
  return (
    <section className="exchange-section">
      <h3>
        {table.code} {table[language]}
      </h3>
      <p className="exchange-note">
        {t('exchange.mapping.rowPer', { of: codeName(rowKinds, table.of, language) })} ·{' '}
        {table.fieldsInSource === undefined
          ? t('exchange.mapping.fields', { count: table.fields.length })
          : t('exchange.mapping.fieldsOf', { count: table.fields.length, source: table.fieldsInSource })}{' '}
        · {t('exchange.mapping.key', { key: table.key.join(' + ') })}
        {table.note ? ` · ${say(table.note)}` : ''}
      </p>
      <Table<ExchangeField>
        size="small"
        pagination={false}
        scroll={{ x: 940 }}
        dataSource={[...table.fields]}
        rowKey={(field) => field.name}
        columns={[
          { title: t('exchange.mapping.from'), key: 'from', render: (_, field) => from(field) },
          { title: t('exchange.mapping.name'), key: 'name', render: (_, field) => <strong>{field.name}</strong> },
          { title: t('exchange.mapping.words'), key: 'words', render: (_, field) => field[language] },
          {
            title: t('exchange.mapping.type'),
            key: 'type',
            render: (_, field) => `${field.type}${field.length}${field.decimals ? `,${field.decimals}` : ''}`,
          },
          {
            title: t('exchange.mapping.required'),
            key: 'required',
            render: (_, field) => (field.required ? t('exchange.mapping.yes') : ''),
          },
          { title: t('exchange.mapping.format'), key: 'format', render: (_, field) => field.format ?? '' },
          {
            title: t('exchange.mapping.codes'),
            key: 'codes',
            render: (_, field) => (field.codes ? props.edition.codeMaps[field.codes]?.[language] : ''),
          },
          {
            title: t('exchange.mapping.certaintyHead'),
            key: 'certainty',
            render: (_, field) => <Basis certainty={field.certainty} source={field.source} />,
          },
        ]}
      />
    </section>
  );
}

function CodeMaps(props: { edition: Edition; table: ExchangeTable }): ReactNode {
  const { t, language } = useTexts();
  const used = [...new Set(props.table.fields.flatMap((field) => field.codes ?? []))].flatMap((name) => {
    const map = props.edition.codeMaps[name];
    return map ? [{ name, map }] : [];
  });
  if (used.length === 0) return null;
  return (
    <section className="exchange-section exchange-codes">
      {used.map(({ name, map }) => (
        <div key={name}>
          <h4>
            {t('exchange.mapping.codeMap', { name: map[language] })}
            <Basis certainty={map.certainty} source={map.source} />
          </h4>
          {map.map === 'same' ? <p className="exchange-note">{t('exchange.mapping.same')}</p> : <CodeRows map={map} />}
        </div>
      ))}
    </section>
  );
}

function CodeRows(props: { map: ExchangeCodeMap }): ReactNode {
  const { t, language } = useTexts();
  const { map } = props;
  const rows = exchangeCodeSets[map.of].filter((row) => map.map === 'same' || row.code in map.map);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('exchange.mapping.ours')}</th>
            <th scope="col">{t('exchange.mapping.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code}>
              <td>
                {row.code} {row[language]}
              </td>
              <td>{theirCode(map, row.code)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {map.otherwise === undefined ? null : (
        <p className="exchange-note">{t('exchange.mapping.otherwise', { code: map.otherwise })}</p>
      )}
    </>
  );
}
