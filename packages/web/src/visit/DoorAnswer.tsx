import type { KnownPerson } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { type CodeSet, codeName } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { ageOn, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { notKeptOf, surveyStatuses } from '@renshe/domain/survey/survey.rules.ts';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { type Answer, type AnswerField, type AnswerProblem, answerFields, fieldsOf, numberOf } from './door-answers.ts';

const codeSets: Partial<Record<AnswerField, CodeSet>> = {
  employmentStatus: employmentStatuses,
  education: educations,
  hukouType: householdRegistrations,
};
const offered: Partial<Record<AnswerField, CodeSet>> = {
  employmentStatus: surveyStatuses,
  education: educations,
  hukouType: householdRegistrations.filter((row) => row.current),
};

/** Somebody known: everything as recorded, something changed, or not asked. */
export function KnownAnswer(props: {
  person: KnownPerson;
  answer: Answer | undefined;
  today: PlainDate;
  /** The server has it: it is changed in the file now. */
  saved: boolean;
  problems: readonly AnswerProblem[];
  onChoose: (how: 'same' | 'changed' | null) => void;
  onChange: (answer: Answer) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { person, answer } = props;
  const how = answer === undefined ? null : answer.same ? 'same' : 'changed';
  const recorded = fieldsOf(person);
  const facts = answerFields.flatMap((field) => {
    const set = codeSets[field];
    const value = recorded[field];
    return value === '' ? [] : [set ? codeName(set, value, language) : value];
  });
  return (
    <li>
      <div>
        <b>{person.name}</b>{' '}
        <span className="quiet">
          {t(`kit.sex.${person.sex}`)} {ageOn(person.birthOn, props.today)} ·{' '}
          {codeName(familyRelations, person.relation, language)}{' '}
          <span className="figures">{person.citizenIdMasked}</span>
        </span>
      </div>
      <div className="quiet">{facts.length === 0 ? t('door.nothingKnown') : facts.join(' · ')}</div>
      {props.saved ? (
        <p className="state-word saved">{t('visit.outbox.state.saved')}</p>
      ) : (
        <fieldset className="door-choice">
          <legend className="visually-hidden">{person.name}</legend>
          {(['same', 'changed'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="outcome-button"
              aria-pressed={how === one}
              onClick={() => props.onChoose(how === one ? null : one)}
            >
              {t(`door.${one}`)}
            </button>
          ))}
        </fieldset>
      )}
      {answer && how === 'changed' && !props.saved ? (
        <Fields answer={answer} recorded={recorded} problems={props.problems} onChange={props.onChange} />
      ) : null}
    </li>
  );
}

/** Somebody whom the list lacks: name and number, from which sex and birth follow, as in the entry grid. */
export function NewAnswer(props: {
  answer: Answer;
  today: PlainDate;
  saved: boolean;
  problems: readonly AnswerProblem[];
  onChange: (answer: Answer) => void;
  onRemove: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { answer, onChange } = props;
  if (props.saved)
    return (
      <li>
        <b>{answer.name}</b> <span className="figures quiet">{answer.citizenId}</span>
        <p className="state-word saved">{t('visit.outbox.state.saved')}</p>
      </li>
    );
  const parsed = parseCitizenId(numberOf(answer.citizenId), props.today);
  const problemOf = (field: string) => props.problems.find((one) => one.field === field)?.text;
  return (
    <li>
      <div className="between">
        <b>{answer.name || t('door.newPerson')}</b>
        <Button type="text" danger onClick={props.onRemove}>
          {t('door.remove')}
        </Button>
      </div>
      <Line title={t('survey.column.name')} problem={problemOf('name')}>
        {(id) => (
          <Input
            id={id}
            value={answer.name}
            maxLength={50}
            onChange={(event) => onChange({ ...answer, name: event.target.value })}
          />
        )}
      </Line>
      <Line title={t('survey.column.citizenId')} problem={problemOf('citizenId')}>
        {(id) => (
          <Input
            id={id}
            value={answer.citizenId}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => onChange({ ...answer, citizenId: event.target.value })}
          />
        )}
      </Line>
      {parsed.ok ? (
        <p className="quiet">
          {t(`kit.sex.${parsed.sex}`)} · {t('door.bornOn', { date: parsed.birthOn })}
        </p>
      ) : null}
      <Line title={t('survey.column.relation')} problem={problemOf('relation')}>
        {(id) => (
          <Coded
            id={id}
            set={familyRelations}
            value={answer.relation}
            language={language}
            onChange={(relation) => onChange({ ...answer, relation })}
          />
        )}
      </Line>
      <Fields answer={answer} problems={props.problems} onChange={onChange} />
    </li>
  );
}

function Fields(props: {
  answer: Answer;
  /** Of somebody known. */
  recorded?: Record<AnswerField, string>;
  problems: readonly AnswerProblem[];
  onChange: (answer: Answer) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { answer, recorded } = props;
  const set = (field: AnswerField, value: string) =>
    props.onChange({ ...answer, fields: { ...answer.fields, [field]: value } });
  const status = answer.fields.employmentStatus;
  const lost = notKeptOf(status);
  const before = recorded?.employmentStatus ?? '';
  const isChanged = before !== '' && status !== before;
  const workHint = lost ? t(`survey.problem.${lost}`) : isChanged ? t('survey.problem.workChanged') : undefined;
  return (
    <>
      {answerFields.map((field) => {
        const value = answer.fields[field];
        const codes = offered[field];
        return (
          <Line
            key={field}
            title={t(`survey.column.${field}`)}
            problem={props.problems.find((one) => one.field === field)?.text}
            hint={
              field === 'employmentStatus' ? workHint : value === '' && recorded?.[field] ? t('door.kept') : undefined
            }
          >
            {(id) =>
              codes ? (
                <Coded
                  id={id}
                  set={codes}
                  all={codeSets[field]}
                  value={value}
                  language={language}
                  onChange={(next) => set(field, next)}
                />
              ) : (
                <Input
                  id={id}
                  value={value}
                  maxLength={field === 'note' ? 500 : field === 'employer' ? 100 : 40}
                  inputMode={field === 'phone' ? 'tel' : undefined}
                  onChange={(event) => set(field, event.target.value)}
                />
              )
            }
          </Line>
        );
      })}
    </>
  );
}

function Line(props: {
  title: string;
  problem: string | undefined;
  hint?: string | undefined;
  children: (id: string) => ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className="door-line">
      <label htmlFor={id}>{props.title}</label>
      <div>
        {props.children(id)}
        {props.problem ? (
          <p className="form-problem">{props.problem}</p>
        ) : props.hint ? (
          <p className="quiet">{props.hint}</p>
        ) : null}
      </div>
    </div>
  );
}

function Coded(props: {
  id: string;
  set: CodeSet;
  /** Where what stands there may be one that is not offered. */
  all?: CodeSet | undefined;
  value: string;
  language: 'zh' | 'en';
  onChange: (value: string) => void;
}): ReactNode {
  const { set, value, language } = props;
  const isOffered = set.some((row) => row.code === value);
  const options = [
    ...set.map((row) => ({ value: row.code, label: row[language] })),
    ...(value === '' || isOffered ? [] : [{ value, label: codeName(props.all ?? set, value, language) }]),
  ];
  return (
    <Select
      id={props.id}
      className="door-select"
      value={value === '' ? undefined : value}
      options={options}
      allowClear
      // A short list is chosen from without the keyboard of the phone.
      showSearch={options.length > 12 && { optionFilterProp: 'label' }}
      onChange={(next: string | undefined) => props.onChange(next ?? '')}
    />
  );
}
