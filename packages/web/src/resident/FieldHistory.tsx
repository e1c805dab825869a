import { HistoryOutlined } from '@ant-design/icons';
import type { HouseholdFileView } from '@renshe/domain/household/household.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Button, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { fieldLabel, fieldValueText } from './timeline-sentence.ts';

interface FieldChange {
  oldValue: string | null;
  newValue: string | null;
  changedAt: string;
  changedBy: string | null;
}

/** The clock of one field of a person: who changed it when, from what to what; masked as the field is. Read when opened. */
export function ResidentFieldHistory(props: { residentId: string; field: string; present: string | null }): ReactNode {
  return (
    <FieldClock field={props.field}>
      <ResidentLines {...props} />
    </FieldClock>
  );
}

/** The same of a household: its timeline tells every change of a field. */
export function HouseholdFieldHistory(props: {
  household: HouseholdFileView;
  field: 'number' | 'kind' | 'address';
}): ReactNode {
  const { household, field } = props;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const changes = household.timeline
    .filter((entry) => entry.kind === 'household-changed' && entry.data.field === field)
    .map((entry) => ({
      oldValue: text(entry.data.oldValue),
      newValue: text(entry.data.newValue),
      changedAt: entry.recordedAt,
      changedBy: entry.recordedBy,
    }))
    .toSorted((a, b) => (a.changedAt > b.changedAt ? -1 : 1));
  const created = household.timeline.find((entry) => entry.kind === 'household-created');
  return (
    <FieldClock field={field}>
      <HistoryLines
        field={field}
        changes={changes}
        present={household[field]}
        opened={created ? { at: created.recordedAt, by: created.recordedBy } : null}
      />
    </FieldClock>
  );
}

function FieldClock(props: { field: string; children: ReactNode }): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const title = t('resident.file.historyOf', { what: fieldLabel(props.field, t) });
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={title}
      content={open ? props.children : null}
    >
      <Button
        type="text"
        size="small"
        className="field-clock"
        icon={<HistoryOutlined aria-hidden />}
        aria-expanded={open}
        aria-label={title}
      />
    </Popover>
  );
}

function ResidentLines(props: { residentId: string; field: string; present: string | null }): ReactNode {
  const { t } = useTexts();
  const read = useRead(residentContracts.history, { params: { residentId: props.residentId } }, { freshFor: 0 });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <p className="quiet">{t('kit.loading')}</p>;
  const changes = read.data.changes.filter((change) => change.field === props.field);
  return (
    <HistoryLines
      field={props.field}
      changes={changes}
      present={props.present}
      opened={{ at: read.data.openedAt, by: read.data.openedBy }}
    />
  );
}

/** Newest first; the last line is what stood there when the file was opened. */
function HistoryLines(props: {
  field: string;
  changes: readonly FieldChange[];
  present: string | null;
  opened: { at: string; by: string | null } | null;
}): ReactNode {
  const { t, language } = useTexts();
  const value = (of: string | null) => fieldValueText(props.field, of, t, language);
  const who = (at: string, by: string | null) => (
    <small>
      {t('resident.file.historyWho', { at: formatInstant(at), who: by ?? t('resident.file.unknownPerson') })}
    </small>
  );
  const oldest = props.changes.at(-1);
  const first = oldest ? oldest.oldValue : props.present;
  return (
    <>
      {props.changes.length === 0 ? <p className="quiet">{t('resident.file.historyEmpty')}</p> : null}
      <ul className="history-lines">
        {props.changes.map((line) => (
          <li key={`${line.changedAt}-${line.newValue}`}>
            {t('resident.file.historyLine', { from: value(line.oldValue), to: value(line.newValue) })}
            {who(line.changedAt, line.changedBy)}
          </li>
        ))}
        {props.opened ? (
          <li>
            {t('resident.file.historyFirst', { value: value(first) })}
            {who(props.opened.at, props.opened.by)}
          </li>
        ) : null}
      </ul>
    </>
  );
}
