import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { type AuditEvent, auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Drawer, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { DateField, NO_DAY } from '../kit/DateField.tsx';
import { formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { readableChanges } from './audit-changes.ts';
import { actionGroups, actionName, findSubjectName, readableDetails } from './audit-words.ts';
import './audit.css';

interface AuditSearch {
  from?: string | undefined;
  to?: string | undefined;
  action?: string | undefined;
  account?: string | undefined;
  subject?: string | undefined;
  offset?: string | number | undefined;
}
const PAGE = 50;

/** Who did what, when and why: filtered in the address, every event with its number in the chain. */
export function AuditPage(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const search = useSearch({ strict: false }) as AuditSearch;
  const patchSearch = useSearchPatch();
  const [open, setOpen] = useState<AuditEvent>();
  const offset = Number(search.offset ?? 0) || 0;
  const from = search.from ?? addDays(today, -30);
  const to = search.to ?? today;
  const read = useRead(
    auditContracts.list,
    {
      query: {
        from,
        to,
        ...(search.action ? { action: search.action } : {}),
        ...(search.account ? { account: search.account } : {}),
        ...(search.subject ? { subjectId: search.subject } : {}),
        limit: PAGE,
        offset,
      },
    },
    { keepPrevious: true, freshFor: 0 },
  );
  const change = (next: AuditSearch) => patchSearch({ offset: undefined, ...next });
  const day = (key: 'from' | 'to') => (value: string | null) => {
    if (value !== NO_DAY) change({ [key]: value ?? undefined });
  };
  const filtered = search.action || search.account || search.subject || search.from || search.to;
  return (
    <>
      <PageHeader title={t('audit.title')} />
      <section className="table-block">
        <div className="audit-filters">
          <label htmlFor="audit-from">
            <span>{t('audit.from')}</span>
            <DateField key={`from ${from}`} id="audit-from" value={from} onChange={day('from')} />
          </label>
          <label htmlFor="audit-to">
            <span>{t('audit.to')}</span>
            <DateField key={`to ${to}`} id="audit-to" value={to} onChange={day('to')} />
          </label>
          <label htmlFor="audit-action" className="audit-wide">
            <span>{t('audit.action')}</span>
            <Select
              id="audit-action"
              className="wide"
              aria-label={t('audit.action')}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('audit.anyAction')}
              value={search.action ?? null}
              onChange={(action: string | null) => change({ action: action ?? undefined })}
              options={actionGroups(language)}
            />
          </label>
          <label htmlFor="audit-account">
            <span>{t('audit.account')}</span>
            <Input.Search
              key={search.account ?? ''}
              id="audit-account"
              allowClear
              placeholder={t('audit.accountHint')}
              defaultValue={search.account ?? ''}
              onSearch={(account) => change({ account: account.trim() || undefined })}
            />
          </label>
          {search.subject ? (
            <label htmlFor="audit-subject" className="audit-wide">
              <span>{t('audit.subject')}</span>
              <Input
                id="audit-subject"
                allowClear
                value={search.subject}
                onChange={(event) => change({ subject: event.target.value || undefined })}
              />
            </label>
          ) : null}
          {filtered ? (
            <Button
              className="audit-clear"
              onClick={() =>
                change({ from: undefined, to: undefined, action: undefined, account: undefined, subject: undefined })
              }
            >
              {t('audit.clear')}
            </Button>
          ) : null}
        </div>
        <DataTable
          name="audit.list"
          label={t('audit.list')}
          rows={read.data?.events}
          rowKey={(event) => event.eventId}
          count={read.data?.count}
          error={read.error}
          onRetry={() => void read.refetch()}
          onOpen={setOpen}
          openKey={open?.eventId}
          paging={{ offset, limit: PAGE, onOffset: (next) => change({ offset: next || undefined }) }}
          empty={{ title: t('audit.empty') }}
          columns={[
            {
              title: t('audit.columns.at'),
              key: 'at',
              render: (_, event) => <span className="figures nowrap">{formatInstant(event.at)}</span>,
            },
            {
              title: t('audit.columns.account'),
              key: 'account',
              render: (_, event) => accountOf(event) ?? <span className="quiet">{t(nobody(event))}</span>,
            },
            {
              title: t('audit.columns.office'),
              key: 'office',
              responsive: ['md' as const],
              render: (_, event) => event.office ?? '—',
            },
            {
              title: t('audit.columns.action'),
              key: 'action',
              render: (_, event) => actionName(event.action, language),
            },
            {
              title: t('audit.columns.subject'),
              key: 'subject',
              responsive: ['md' as const],
              render: (_, event) => findSubjectName(event.subjectKind, language) ?? '—',
            },
            {
              title: t('audit.columns.area'),
              key: 'area',
              responsive: ['md' as const],
              render: (_, event) => event.area?.name ?? '—',
            },
            {
              title: t('audit.columns.seq'),
              key: 'seq',
              responsive: ['md' as const],
              align: 'right',
              render: (_, event) =>
                event.seq === null ? (
                  <span className="quiet" title={t('audit.pendingHint')}>
                    {t('audit.pending')}
                  </span>
                ) : (
                  <span className="figures">{formatNumber(event.seq)}</span>
                ),
            },
          ]}
        />
      </section>
      <Heads />
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        size={520}
        title={<h2 className="drawer-title">{open ? actionName(open.action, language) : t('audit.detailTitle')}</h2>}
      >
        {open ? (
          <EventDetails
            event={open}
            onFilter={(filter) => {
              setOpen(undefined);
              change(filter);
            }}
          />
        ) : null}
      </Drawer>
    </>
  );
}

function EventDetails(props: { event: AuditEvent; onFilter: (filter: AuditSearch) => void }): ReactNode {
  const { t, language } = useTexts();
  const { event } = props;
  const subject = findSubjectName(event.subjectKind, language);
  return (
    <>
      <dl className="facts">
        <dt>{t('audit.columns.at')}</dt>
        <dd className="figures">{formatInstant(event.at)}</dd>
        <dt>{t('audit.columns.account')}</dt>
        <dd>
          {accountOf(event) ?? t(nobody(event))}
          {event.account ? (
            <Button type="link" size="small" onClick={() => props.onFilter({ account: event.account ?? undefined })}>
              {t('audit.onlyAccount')}
            </Button>
          ) : null}
        </dd>
        <dt>{t('audit.columns.office')}</dt>
        <dd>{event.office ?? '—'}</dd>
        <dt>{t('audit.columns.area')}</dt>
        <dd>{event.area ? event.area.pathName || event.area.name : '—'}</dd>
        {event.purpose ? (
          <>
            <dt>{t('audit.purpose')}</dt>
            <dd>{event.purpose}</dd>
          </>
        ) : null}
        {event.subjectId ? (
          <>
            <dt>{t('audit.columns.subject')}</dt>
            <dd>
              {subject && !event.subjectAccount ? <div>{subject}</div> : null}
              {event.subjectAccount ? <div>{event.subjectAccount}</div> : null}
              <span className="audit-code">{event.subjectId}</span>
              <Button
                type="link"
                size="small"
                onClick={() => props.onFilter({ subject: event.subjectId ?? undefined })}
              >
                {t('audit.onlySubject')}
              </Button>
            </dd>
          </>
        ) : null}
        {readableDetails(event.details, language, event.action).map((detail) => (
          <FactPair key={detail.key} label={detail.label} value={detail.value} />
        ))}
        {readableChanges(event.details, language, event.action).map((change) => (
          <FactPair
            key={change.key}
            label={change.label}
            value={t('audit.change', { from: change.from, to: change.to })}
          />
        ))}
        <dt>{t('audit.columns.seq')}</dt>
        <dd className="figures">{event.seq === null ? t('audit.pendingHint') : formatNumber(event.seq)}</dd>
        <dt>{t('audit.event')}</dt>
        <dd className="audit-code">{event.eventId}</dd>
        {event.requestId ? (
          <>
            <dt>{t('audit.request')}</dt>
            <dd className="audit-code">{event.requestId}</dd>
          </>
        ) : null}
      </dl>
      <details className="audit-record">
        <summary>{t('audit.record')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{JSON.stringify({ action: event.action, ...event.details }, null, 2)}</pre>
      </details>
    </>
  );
}

/** Who did it; a sign-in is done by the one whose account it is about. */
function accountOf(event: AuditEvent): string | null {
  return event.account ?? (event.action.startsWith('account.sign') ? event.subjectAccount : null);
}

/** Nobody is signed in while signing in; everything else without an account is done by the system itself. */
function nobody(event: AuditEvent): 'audit.public' | 'audit.system' {
  return event.action.startsWith('account.sign') || event.action.startsWith('setup.') ? 'audit.public' : 'audit.system';
}

function FactPair(props: { label: string; value: string }): ReactNode {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </>
  );
}

/** The head of each district's chain, to be compared with what was published elsewhere. */
function Heads(): ReactNode {
  const { t } = useTexts();
  const { byId } = useDistricts();
  const read = useRead(auditContracts.heads, {});
  return (
    <section className="table-block">
      <h2>{t('audit.heads')}</h2>
      <p className="quiet">{t('audit.headsHint')}</p>
      <DataTable
        name="audit.heads"
        label={t('audit.heads')}
        rows={read.data?.heads}
        rowKey={(head) => String(head.districtId)}
        count={read.data?.heads.length}
        error={read.error}
        onRetry={() => void read.refetch()}
        empty={{ title: t('audit.headsEmpty') }}
        columns={[
          {
            title: t('audit.headColumns.district'),
            key: 'district',
            render: (_, head) => byId.get(head.districtId) ?? t('audit.city'),
          },
          {
            title: t('audit.headColumns.seq'),
            key: 'seq',
            align: 'right',
            render: (_, head) => <span className="figures">{formatNumber(head.seq)}</span>,
          },
          {
            title: t('audit.headColumns.head'),
            key: 'head',
            render: (_, head) => <span className="audit-code">{head.head}</span>,
          },
          {
            title: t('audit.headColumns.at'),
            key: 'at',
            render: (_, head) => <span className="figures nowrap">{formatInstant(head.linkedAt)}</span>,
          },
        ]}
      />
    </section>
  );
}

/** Names of districts by their stable number. */
function useDistricts(): { byId: ReadonlyMap<number, string> } {
  const tree = useRead(areaContracts.tree, { query: {} }, { freshFor: 60 * 60_000 });
  const districts = (tree.data?.areas ?? []).filter((area) => area.kind === 'district');
  return { byId: new Map(districts.map((area) => [area.areaId, area.name])) };
}
