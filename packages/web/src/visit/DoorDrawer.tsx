import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import { Button, Drawer, Input } from 'antd';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { newKey } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { identityFault } from '../resident/use-identity-check.ts';
import { KnownAnswer, NewAnswer } from './DoorAnswer.tsx';
import {
  type Answer,
  type AnswerProblem,
  answerOf,
  answerProblems,
  type DoorOutcome,
  type DoorWords,
  doorOutcomes,
  doorProblem,
  isSavedRow,
  nameOf,
  newAnswer,
  type TakenCampaign,
} from './door-answers.ts';

type Draft = Omit<DoorWords, 'outcome' | 'visitedOn'> & { outcome: DoorOutcome | null; visitedOn: PlainDate | null };

/** Survives closing the form; never leaves the memory of this tab. */
const drafts = new Map<string, Draft>();

/** 登记一户: what came of going there, or what its people said. Made for a thumb; judged here by the rules of the survey. */
export function DoorDrawer(props: {
  household: HouseholdSheet;
  campaign: TakenCampaign;
  today: PlainDate;
  draftKey: string;
  initial?: DoorWords;
  results?: Readonly<Record<string, SurveyResult>>;
  /** Resolves when it is on the disk. */
  onSubmit: (words: DoorWords) => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const id = useId();
  const narrow = useNarrow();
  const { household, campaign, today, draftKey, results = {} } = props;
  const [words, setWords] = useState<Draft>(
    () =>
      drafts.get(draftKey) ??
      props.initial ?? {
        outcome: null,
        visitedOn: today,
        nextOn: null,
        note: '',
        answers: [],
      },
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [blamed, setBlamed] = useState<readonly AnswerProblem[]>([]);
  const [busy, setBusy] = useState(false);
  /** What was typed of somebody before another answer was chosen for her: it comes back when she has changed after all. */
  const typed = useRef(new Map<string, Answer>());
  const first = useRef(words);
  useEffect(() => {
    // Opened and closed again it begins anew, as it stands then.
    if (words === first.current) return;
    if (words.outcome !== null) drafts.set(draftKey, words);
    else drafts.delete(draftKey);
  }, [draftKey, words]);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The first of the fields to mend may be far above the button.
    if (blamed.length === 0) return;
    const line = form.current?.querySelector('.door-line .form-problem')?.closest('.door-line');
    line?.scrollIntoView({ block: 'center' });
    line?.querySelector('input')?.focus({ preventScroll: true });
  }, [blamed]);
  const { outcome, answers } = words;
  const change = (part: Partial<Draft>) => {
    setWords((now) => ({ ...now, ...part }));
    setProblem(null);
  };
  const setAnswers = (after: (now: readonly Answer[]) => Answer[]) => {
    setWords((now) => ({ ...now, answers: after(now.answers) }));
    setProblem(null);
    setBlamed([]);
  };
  const replace = (answer: Answer) =>
    setAnswers((now) => now.map((one) => (one.rowKey === answer.rowKey ? answer : one)));
  const fault = (number: string) => (number === '' ? t('resident.fault.id-missing') : identityFault(number, today, t));
  const choose = (one: DoorOutcome) =>
    change({ outcome: one, nextOn: one === 'no-one-home' ? (words.nextOn ?? addDays(today, 1)) : null });
  const silent = household.people.filter((one) => !answers.some((answer) => answer.residentId === one.residentId));

  const submit = async () => {
    if (outcome === null) return setProblem(t('door.noOutcome'));
    const wrong = doorProblem({ ...words, outcome }, household, campaign, today, language);
    if (wrong !== undefined) return setProblem(wrong);
    if (outcome === 'entered') {
      if (answers.length === 0) return setProblem(t('door.noAnswers'));
      const open = answers.filter((one) => !isSavedRow(results[one.rowKey]));
      const problems = answerProblems(answers, household, language, fault).filter((one) =>
        open.some((answer) => answer.rowKey === one.rowKey),
      );
      setBlamed(problems);
      if (problems.length > 0) return setProblem(t('door.answersWrong', { count: problems.length }));
    }
    setBusy(true);
    try {
      await props.onSubmit({
        outcome,
        visitedOn: outcome === 'entered' ? today : words.visitedOn!,
        nextOn: outcome === 'no-one-home' ? words.nextOn : null,
        note: outcome === 'entered' ? '' : words.note.trim(),
        answers: outcome === 'entered' ? answers : [],
      });
      drafts.delete(draftKey);
    } catch (thrown) {
      setProblem(t('visit.along.notKept', { why: (thrown as Error).message }));
      setBusy(false);
    }
  };

  return (
    <Drawer
      open
      size={narrow ? '100%' : 560}
      title={<h2 className="drawer-title">{nameOf(household)}</h2>}
      onClose={props.onClose}
      maskClosable={false}
      destroyOnHidden
    >
      <div className="contact-form" ref={form}>
        <fieldset className="outcome-buttons">
          <legend>{t('campaign.visit.outcome')}</legend>
          {doorOutcomes
            .filter((one) => one !== 'confirmed' || household.householdId !== null)
            .map((one) => (
              <button
                key={one}
                type="button"
                className="outcome-button"
                aria-pressed={outcome === one}
                onClick={() => choose(one)}
              >
                {t(`door.outcomes.${one}`)}
              </button>
            ))}
        </fieldset>
        {outcome === 'entered' ? (
          <>
            <p className="quiet">{t('door.answersHelp')}</p>
            <ul className="door-people">
              {household.people.map((person) => {
                const answer = answers.find((one) => one.residentId === person.residentId);
                return (
                  <KnownAnswer
                    key={person.residentId}
                    person={person}
                    answer={answer}
                    today={today}
                    saved={isSavedRow(answer && results[answer.rowKey])}
                    problems={blamed.filter((one) => one.rowKey === answer?.rowKey)}
                    onChoose={(how) => {
                      if (answer && !answer.same) typed.current.set(person.residentId, answer);
                      const before = how === 'changed' ? typed.current.get(person.residentId) : undefined;
                      const rowKey = answer?.rowKey ?? before?.rowKey ?? newKey();
                      setAnswers((now) => {
                        const others = now.filter((one) => one.residentId !== person.residentId);
                        if (how === null) return others;
                        return [...others, before ? { ...before, rowKey } : answerOf(person, rowKey, how === 'same')];
                      });
                    }}
                    onChange={replace}
                  />
                );
              })}
              {answers
                .filter((one) => one.residentId === null)
                .map((answer) => (
                  <NewAnswer
                    key={answer.rowKey}
                    answer={answer}
                    today={today}
                    saved={isSavedRow(results[answer.rowKey])}
                    problems={blamed.filter((one) => one.rowKey === answer.rowKey)}
                    onChange={replace}
                    onRemove={() => setAnswers((now) => now.filter((one) => one.rowKey !== answer.rowKey))}
                  />
                ))}
            </ul>
            <div className="door-acts">
              {silent.length > 0 ? (
                <Button
                  size="large"
                  onClick={() =>
                    setAnswers((now) => [...now, ...silent.map((person) => answerOf(person, newKey(), true))])
                  }
                >
                  {t('door.restSame', { count: silent.length })}
                </Button>
              ) : null}
              <Button
                size="large"
                onClick={() =>
                  setAnswers((now) => [
                    ...now,
                    newAnswer(newKey(), household.people.length === 0 && now.length === 0 ? headOfHousehold : ''),
                  ])
                }
              >
                {t('door.addPerson')}
              </Button>
            </div>
            {silent.length > 0 && answers.length > 0 ? (
              <p className="quiet">
                {t('door.silent', { names: silent.map((one) => one.name).join(t('survey.comma')) })}
              </p>
            ) : null}
          </>
        ) : outcome === null ? null : (
          <>
            {outcome === 'moved' ? <p className="quiet">{t('campaign.visit.movedHelp')}</p> : null}
            <label className="form-line" htmlFor={`${id}note`}>
              {t('campaign.visit.note')}
            </label>
            <Input.TextArea
              id={`${id}note`}
              value={words.note}
              maxLength={200}
              autoSize={{ minRows: 2, maxRows: 5 }}
              onChange={(event) => change({ note: event.target.value })}
            />
            <div className="form-days">
              <div>
                <label className="form-line" htmlFor={`${id}on`}>
                  {t('campaign.visit.visitedOn')}
                </label>
                <DateField
                  id={`${id}on`}
                  value={words.visitedOn}
                  onChange={(visitedOn) => change({ visitedOn })}
                  today={today}
                />
              </div>
              {outcome === 'no-one-home' ? (
                <div>
                  <label className="form-line" htmlFor={`${id}next`}>
                    {t('campaign.visit.nextOn')}
                  </label>
                  <DateField
                    id={`${id}next`}
                    value={words.nextOn}
                    onChange={(nextOn) => change({ nextOn })}
                    after={today}
                  />
                </div>
              ) : null}
            </div>
          </>
        )}
        <div className="form-end">
          {problem ? (
            <p className="form-problem" role="alert">
              {problem}
            </p>
          ) : null}
          <Button type="primary" size="large" block loading={busy} onClick={() => void submit()}>
            {t('visit.along.keep')}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
