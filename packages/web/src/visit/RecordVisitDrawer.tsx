import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import type { VisitRow } from '@renshe/domain/visit/visit.contract.ts';
import { countingContactOf } from '@renshe/domain/visit/visit.policy.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { ContactForm, type ContactWords } from './ContactForm.tsx';
import { type VisitRule, whyDue } from './visit-words.ts';

/** 记录走访 over the list: who, why, the last time; after saving the next person stands there. */
export function RecordVisitDrawer(props: {
  row: VisitRow & { residentId: string };
  rule: VisitRule;
  onDone: () => void;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { row } = props;
  const today = useToday();
  const narrow = useNarrow();
  const toast = useToast();
  const client = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  const { run, isPending } = useCommand(contactContracts.record, { invalidates: readsOfPeople });
  const params = { residentId: row.residentId };

  const submit = async (words: ContactWords) => {
    setError(null);
    try {
      const { contactId } = await run({ params, body: words });
      toast.undo(t('contact.record.done', { name: row.name }), async () => {
        const body = { why: t('resident.undoReason') };
        await call(contactContracts.void, { params: { ...params, contactId }, body });
        await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
      });
      props.onDone();
    } catch (thrown) {
      setError((thrown as Error).message);
    }
  };

  return (
    <Drawer
      open
      size={narrow ? '100%' : 520}
      title={<h2 className="drawer-title">{t('contact.record.title', { name: row.name })}</h2>}
      onClose={props.onClose}
      destroyOnHidden
    >
      <div className="visit-person">
        <div>
          {row.sex === null ? null : `${t(`kit.sex.${row.sex}`)} · ${t('kit.person.age', { count: row.age ?? 0 })} · `}
          {row.address}
        </div>
        <div>{whyDue(row, props.rule, t, language)}</div>
        <div>
          {row.lastContact
            ? t('contact.record.last', {
                on: row.lastContact.on,
                outcome: codeName(contactOutcomes, row.lastContact.outcome, language),
              })
            : t('contact.record.never')}
        </div>
        <div className="big-phone">
          <MaskedValue residentId={row.residentId} what="phone" masked={row.phoneMasked} />
        </div>
      </div>
      <ContactForm
        row={row}
        rule={props.rule}
        today={today}
        way={countingContactOf(row.dutyKind) === 'visit' ? 'visit' : 'phone'}
        submitLabel={t('contact.record.submit')}
        busy={isPending}
        error={error}
        onSubmit={(words) => void submit(words)}
      />
    </Drawer>
  );
}
