import { codeName, findCode } from '@renshe/domain/code/code-set.ts';
import { type ChosenContactWay, contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { contactServiceNames } from '@renshe/domain/code/contact-service.ts';
import { serviceStrands } from '@renshe/domain/contact/contact.contract.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { VisitRow } from '@renshe/domain/visit/visit.contract.ts';
import { Button, Input } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { PhotoField } from '../attachment/PhotoField.tsx';
import type { Photo } from '../attachment/shrink-photo.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { type ContactDraft, findDraft, forgetDraft, keepDraft } from './contact-draft.ts';
import { nextByRule, type VisitRule } from './visit-words.ts';

export type Service = (typeof serviceStrands)[number];

/** What the worker says of a contact: the body of `contact.record` without what it was made upon. */
export interface ContactWords {
  contactedOn: PlainDate;
  way: ChosenContactWay;
  outcome: string;
  service: Service | null;
  note: string;
  nextOn: PlainDate | null;
}

const ways = ['visit', 'phone', 'counter'] as const satisfies readonly ChosenContactWay[];

/** Made for a thumb: one press on the result and one on “record”; note, next day and date have their usual values. */
export function ContactForm(props: {
  row: Pick<VisitRow, 'group' | 'dutyKind' | 'name'>;
  rule: VisitRule;
  today: PlainDate;
  way: ChosenContactWay;
  submitLabel: string;
  busy: boolean;
  /** The sentence of the server that refused it. */
  error: string | null;
  onSubmit: (words: ContactWords, photos: readonly Photo[]) => void;
  /** Under which what is typed is kept until it is recorded; null keeps nothing. */
  draftKey: string | null;
  initial?: ContactWords;
  /** Those that are kept with the words that are changed. */
  initialPhotos?: readonly Photo[];
}): ReactNode {
  const { t, language } = useTexts();
  const id = useId();
  const { draftKey } = props;
  const [initial] = useState<ContactDraft | undefined>(
    () => findDraft(draftKey) ?? (props.initial && { ...props.initial, photos: props.initialPhotos ?? [] }),
  );
  const [outcome, setOutcome] = useState(initial?.outcome ?? '');
  const [way, setWay] = useState<ChosenContactWay>(initial?.way ?? props.way);
  const [service, setService] = useState<Service | null>(initial?.service ?? null);
  const [note, setNote] = useState(initial?.note ?? '');
  const [contactedOn, setContactedOn] = useState<PlainDate | null>(initial ? initial.contactedOn : props.today);
  const [nextOn, setNextOn] = useState<PlainDate | null | undefined>(initial?.nextOn ?? undefined);
  const [photos, setPhotos] = useState<readonly Photo[]>(initial?.photos ?? []);
  const [preparing, setPreparing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (draftKey === null) return;
    if (outcome !== '' || note !== '' || nextOn !== undefined || photos.length > 0)
      keepDraft(draftKey, { outcome, way, service, note, contactedOn, nextOn, photos });
    else forgetDraft(draftKey);
  }, [draftKey, outcome, way, service, note, contactedOn, nextOn, photos]);
  const reached = findCode(contactOutcomes, outcome)?.reached;
  const day = isPlainDate(contactedOn) ? contactedOn : null;
  const rule = day && reached !== false ? nextByRule(props.row, day, props.rule) : null;
  const next = nextOn === undefined ? rule : nextOn;

  const submit = () => {
    if (outcome === '') return setProblem(t('visit.form.noOutcome'));
    if (day === null || day > props.today) return setProblem(t('visit.form.badDay'));
    if (next !== null && (!isPlainDate(next) || next <= day)) return setProblem(t('visit.form.badNext'));
    setProblem(null);
    const words: ContactWords = {
      contactedOn: day,
      way,
      outcome,
      service: reached ? service : null,
      note: note.trim(),
      // What the rule says anyway is no agreement.
      nextOn: next === rule ? null : next,
    };
    props.onSubmit(words, photos);
  };

  const outcomes = (wanted: boolean) => (
    <fieldset className="outcome-buttons">
      <legend>{t(wanted ? 'contact.record.reached' : 'contact.record.notReached')}</legend>
      {contactOutcomes
        .filter((one) => one.reached === wanted)
        .map((one) => (
          <button
            key={one.code}
            type="button"
            className="outcome-button"
            aria-pressed={outcome === one.code}
            onClick={() => {
              setOutcome(one.code);
              setProblem(null);
            }}
          >
            {one[language]}
          </button>
        ))}
    </fieldset>
  );

  return (
    <div className="contact-form">
      {/* What is on its way is changed no more. */}
      <fieldset className="contact-words" disabled={props.busy}>
        <fieldset className="way-buttons">
          <legend>{t('contact.record.way')}</legend>
          {ways.map((one) => (
            <button
              key={one}
              type="button"
              className="outcome-button"
              aria-pressed={way === one}
              onClick={() => setWay(one)}
            >
              {codeName(contactWays, one, language)}
            </button>
          ))}
        </fieldset>
        {outcomes(true)}
        {outcomes(false)}
        {outcome === '02' ? (
          <fieldset className="outcome-buttons">
            <legend>{t('contact.record.service')}</legend>
            {serviceStrands.map((one) => (
              <button
                key={one}
                type="button"
                className="outcome-button"
                aria-pressed={service === one}
                onClick={() => setService(service === one ? null : one)}
              >
                {codeName(contactServiceNames, one, language)}
              </button>
            ))}
          </fieldset>
        ) : null}
        <label className="form-line" htmlFor={`${id}note`}>
          {t('contact.record.note')}
        </label>
        <Input.TextArea
          id={`${id}note`}
          value={note}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder={t('contact.record.noteHint')}
          onChange={(event) => setNote(event.target.value)}
        />
        <PhotoField photos={photos} onChange={setPhotos} onWorking={setPreparing} disabled={props.busy} />
        <div className="form-days">
          <div>
            <label className="form-line" htmlFor={`${id}on`}>
              {t('contact.record.on')}
            </label>
            <DateField id={`${id}on`} value={contactedOn} onChange={setContactedOn} today={props.today} />
          </div>
          <div>
            <label className="form-line" htmlFor={`${id}next`}>
              {t('contact.record.next')}
            </label>
            <DateField id={`${id}next`} value={next} onChange={setNextOn} after={day ?? props.today} />
          </div>
        </div>
        <p className="quiet">
          {reached === false
            ? t('contact.record.unreachedHint')
            : rule
              ? t('visit.form.nextRule', { on: rule })
              : t('visit.form.nextFree')}
        </p>
      </fieldset>
      <div className="form-end">
        {(problem ?? props.error) ? (
          <p className="form-problem" role="alert">
            {problem ?? props.error}
          </p>
        ) : null}
        <Button type="primary" size="large" block loading={props.busy || preparing} onClick={submit}>
          {props.submitLabel}
        </Button>
      </div>
    </div>
  );
}
