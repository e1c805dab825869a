import { type ImportBatch, rosterContracts, rosterKindSchema } from '@renshe/domain/roster/roster.contract.ts';
import { Button, Select, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import {
  chooseField,
  confidenceOf,
  draftOf,
  type MappingDraft,
  missingFields,
  type RosterSheet,
  sameMapping,
  sheetsInUse,
  useSheet as withSheet,
} from './roster-mapping.ts';
import { TabBar } from './TabBar.tsx';

/** Edits that were not sent yet, so that looking at another step or page does not lose them. */
const unsent = new Map<string, MappingDraft>();

/** 对列: their header on the left with samples, our field on the right; sending judges every row again and remembers the header. */
export function MappingStep(props: { batch: ImportBatch; onJudged: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { batch } = props;
  const draftKey = `${batch.batchId} ${batch.version}`;
  const stored = draftOf(batch);
  const [draft, setDraft] = useState<MappingDraft>(unsent.get(draftKey) ?? stored);
  const [problem, setProblem] = useState<string | null>(null);
  const [shown, setShown] = useState(() =>
    Math.max(
      0,
      batch.sheets.findIndex((sheet) => sheet.use),
    ),
  );
  const remap = useCommand(rosterContracts.remap, {
    invalidates: [rosterContracts.batch, rosterContracts.rows, rosterContracts.list],
  });
  const locked = batch.status !== 'read' && batch.status !== 'judged';
  const changed = !sameMapping(draft, stored);
  const missing = missingFields(draft, batch.sheets, batch.fields);
  const nothing = sheetsInUse(draft) === 0;
  const edit = (next: MappingDraft) => {
    unsent.set(draftKey, next);
    setDraft(next);
  };
  const send = async () => {
    setProblem(null);
    try {
      await remap.run({
        params: { batchId: batch.batchId },
        body: { version: batch.version, kind: draft.kind, sheets: draft.sheets },
      });
      unsent.delete(draftKey);
      toast.saved(t('roster.mapping.saved'));
      props.onJudged();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <div className="roster-mapping">
      <p className="quiet">{locked ? t('roster.mapping.locked') : t('roster.mapping.hint')}</p>
      <div className="roster-choices">
        <label htmlFor="mapping-kind">
          <span>
            {t('roster.kind')}
            {batch.kindGuessed && draft.kind === batch.kind ? ` ${t('roster.kindGuessed')}` : ''}
          </span>
          <Select
            id="mapping-kind"
            className="wide"
            aria-label={t('roster.kind')}
            disabled={locked}
            value={draft.kind}
            onChange={(kind) => edit({ ...draft, kind })}
            options={rosterKindSchema.options.map((kind) => ({ value: kind, label: t(`roster.kinds.${kind}`) }))}
          />
        </label>
      </div>
      <TabBar
        label={t('roster.mapping.sheet')}
        panelId="sheet-panel"
        active={String(shown)}
        onChange={(key) => setShown(Number(key))}
        tabs={batch.sheets.map((sheet, index) => ({
          key: String(index),
          label: (
            <span className={draft.sheets[index]?.use ? '' : 'quiet'}>
              {sheet.name}
              {sheet.hidden ? ` (${t('roster.mapping.hidden')})` : ''}
              {draft.sheets[index]?.use ? '' : ` · ${t('roster.mapping.ignore')}`}
            </span>
          ),
        }))}
      />
      <div id="sheet-panel" role="tabpanel" aria-label={batch.sheets[shown]?.name}>
        {batch.sheets[shown] ? (
          <SheetMapping
            batch={batch}
            sheet={batch.sheets[shown]}
            index={shown}
            draft={draft}
            locked={locked}
            onChange={edit}
          />
        ) : null}
      </div>
      <div aria-live="polite">
        {nothing ? <p className="note-warning">{t('roster.mapping.noSheet')}</p> : null}
        {missing.map((one) => (
          <p key={one.sheet} className="note-warning">
            <MissingSentence sheet={one.sheet} fields={one.fields} />
          </p>
        ))}
        {problem === null ? null : (
          <p className="error-line" role="alert">
            {problem}
          </p>
        )}
      </div>
      {locked ? null : (
        <div className="roster-foot">
          {changed ? <span>{t('roster.mapping.changed')}</span> : null}
          {changed ? <Button onClick={() => edit(stored)}>{t('roster.mapping.discard')}</Button> : null}
          {changed || batch.status === 'read' ? (
            <Button
              type="primary"
              loading={remap.isPending}
              disabled={nothing || missing.length > 0}
              onClick={() => void send()}
            >
              {t('roster.mapping.rejudge')}
            </Button>
          ) : (
            <Button type="primary" onClick={props.onJudged}>
              {t('roster.next', { step: t('roster.steps.rows') })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function MissingSentence(props: { sheet: string; fields: readonly { zh: string; en: string }[] }): ReactNode {
  const { t, language } = useTexts();
  const names = props.fields.map((field) => field[language]).join(language === 'zh' ? '、' : ', ');
  return t('roster.mapping.missing', { sheet: props.sheet, fields: names });
}

function SheetMapping(props: {
  batch: ImportBatch;
  sheet: RosterSheet;
  index: number;
  draft: MappingDraft;
  locked: boolean;
  onChange: (draft: MappingDraft) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { batch, sheet, index, draft, locked } = props;
  const entry = draft.sheets[index];
  const used = entry?.use ?? false;
  const options = batch.fields.map((field) => ({ value: field.field, label: field[language] }));
  return (
    <div className="roster-sheet">
      <p className="roster-sheet-head">
        <Switch
          id={`use-${index}`}
          checked={used}
          disabled={locked}
          aria-label={`${t('roster.mapping.use')}: ${sheet.name}`}
          onChange={(use) => props.onChange(withSheet(draft, index, use))}
        />
        <span>{t('roster.mapping.use')}</span>
        <span className="quiet">
          {sheet.headerRows.length > 0
            ? t('roster.mapping.header', { rows: sheet.headerRows.join('–') })
            : t('roster.mapping.noHeader')}
          {' · '}
          {t('roster.mapping.dataRows', { count: sheet.dataRows })}
        </span>
      </p>
      {used ? (
        <table className="roster-columns">
          <thead>
            <tr>
              <th scope="col">{t('roster.mapping.theirs')}</th>
              <th scope="col">{t('roster.mapping.samples')}</th>
              <th scope="col">{t('roster.mapping.ours')}</th>
              <th scope="col">{t('roster.mapping.guess')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map((column, at) => {
              const field = entry?.fields[at] ?? null;
              const header = column.header || t('roster.mapping.unnamed', { column: column.column + 1 });
              const own = field !== column.field;
              const guess = own ? 'sure' : confidenceOf(column.confidence, field);
              return (
                <tr key={column.column}>
                  <th scope="row" className={field === null ? 'quiet' : ''}>
                    {header}
                  </th>
                  <td className="roster-samples">{column.samples.slice(0, 3).join(' · ')}</td>
                  <td className="roster-field">
                    <Select
                      className="wide"
                      aria-label={t('roster.mapping.fieldFor', { header })}
                      disabled={locked}
                      value={field ?? ''}
                      showSearch={{ optionFilterProp: 'label' }}
                      onChange={(next) => props.onChange(chooseField(draft, index, at, next === '' ? null : next))}
                      options={[{ value: '', label: t('roster.mapping.ignore') }, ...options]}
                    />
                  </td>
                  <td className="roster-sure">
                    <span className={`roster-guess roster-guess-${guess}`}>
                      {own ? '' : t(`roster.mapping.confidence.${guess}`)}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
