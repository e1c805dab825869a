import { type CheckReport, exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import type { ExchangeEdition } from '@renshe/domain/exchange/exchange.edition.ts';
import { Alert, Select, Table } from 'antd';
import { type DragEvent, type ReactNode, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import { FindingGroups } from './FindingGroups.tsx';
import { FindingPlaces } from './FindingPlaces.tsx';
import { useEditions } from './use-editions.ts';

/** Drop a file, read what is wrong with it. Nothing is kept. */
export function CheckFile(props: { today: string }): ReactNode {
  const { t, language, say } = useTexts();
  const editions = useEditions();
  const [chosen, setChosen] = useState<string | undefined>();
  const [table, setTable] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [report, setReport] = useState<{ name: string; report: CheckReport } | null>(null);
  const check = useCommand(exchangeContracts.validate, { invalidates: [] });
  const edition = editions.data?.editions.find((one) => one.edition === chosen) ?? editions.data?.editions[0];
  const send = async (file: File) => {
    setReport(null);
    // A file may be dropped before the mapping files have come.
    const against = edition ?? (await editions.refetch()).data?.editions[0];
    if (!against) {
      setProblem(t('exchange.check.noEdition'));
      return;
    }
    if (!/\.(zip|csv|txt|xlsx)$/i.test(file.name)) {
      setProblem(t('exchange.check.wrongKind', { name: file.name }));
      return;
    }
    setProblem(null);
    setBusy(file.name);
    try {
      const body = { edition: against.edition, ...(table && { table }) };
      setReport({ name: file.name, report: await check.run({ body, file }) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className="card">
      <p className="exchange-note">{t('exchange.check.help')}</p>
      <div className="exchange-choices">
        <label htmlFor="check-edition">
          <span>{t('exchange.mapping.edition')}</span>
          <Select
            id="check-edition"
            value={edition?.edition ?? null}
            onChange={(id: string | null) => setChosen(id ?? undefined)}
            options={(editions.data?.editions ?? []).map((one) => ({ value: one.edition, label: say(one.name) }))}
          />
        </label>
        <label htmlFor="check-table">
          <span>{t('exchange.check.table')}</span>
          <Select
            id="check-table"
            value={table}
            onChange={setTable}
            options={[
              { value: '', label: t('exchange.check.auto') },
              ...(edition?.tables ?? []).map((one) => ({ value: one.code, label: `${one.code} ${one[language]}` })),
            ]}
          />
        </label>
      </div>
      <DropField busy={busy} onFile={(file) => void send(file)} />
      {problem ? <Alert type="error" showIcon title={problem} style={{ marginTop: 12 }} /> : null}
      {report ? <Report name={report.name} report={report.report} edition={edition} day={props.today} /> : null}
    </section>
  );
}

function DropField(props: { busy: string | null; onFile: (file: File) => void }): ReactNode {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside && props.busy === null);
  };
  return (
    <label
      className={`file-drop${over ? ' file-drop-over' : ''}${props.busy === null ? '' : ' file-drop-off'}`}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        const file = event.dataTransfer.files[0];
        if (file && props.busy === null) props.onFile(file);
      }}
    >
      <input
        type="file"
        accept=".zip,.csv,.txt,.xlsx"
        disabled={props.busy !== null}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
          if (file) props.onFile(file);
        }}
      />
      <strong aria-live="polite">
        {props.busy === null ? t('exchange.check.drop') : t('exchange.check.busy', { name: props.busy })}
      </strong>
      <span>{t('exchange.check.dropHint')}</span>
    </label>
  );
}

function Report(props: {
  name: string;
  report: CheckReport;
  edition: ExchangeEdition | undefined;
  day: string;
}): ReactNode {
  const { t } = useTexts();
  const { report } = props;
  return (
    <>
      <section className="exchange-section">
        <h3>
          {t('exchange.check.tables')} {props.name}
        </h3>
        <Table<CheckReport['tables'][number]>
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={[...report.tables]}
          rowKey={(one) => `${one.table}${one.file}`}
          columns={[
            { title: t('exchange.check.table'), key: 'table', render: (_, one) => one.table },
            {
              title: t('exchange.check.file'),
              key: 'file',
              render: (_, one) => (
                <>
                  {one.file}
                  {one.unchecked.length > 0 ? (
                    <span className="exchange-field-source">
                      {t('exchange.check.unchecked', { tables: one.unchecked.join(', ') })}
                    </span>
                  ) : null}
                </>
              ),
            },
            {
              title: t('exchange.check.rows'),
              key: 'rows',
              align: 'right',
              render: (_, one) => formatNumber(one.rows),
            },
            {
              title: t('exchange.check.faulty'),
              key: 'faulty',
              align: 'right',
              render: (_, one) => formatNumber(one.faultyRows),
            },
          ]}
        />
      </section>
      <FindingGroups
        groups={report.groups}
        errors={report.errors}
        warnings={report.warnings}
        day={props.day}
        rows={async () => report.findings}
      />
      <FindingPlaces findings={report.findings} edition={props.edition} />
    </>
  );
}
