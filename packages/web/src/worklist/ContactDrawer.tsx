import { serviceStrands } from '@renshe/domain/contact/contact.contract.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { RecordContactDrawer } from '../contact/RecordContactDrawer.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { useResidentFile } from '../resident/resident-reads.ts';
import { reasonOf, strandOf } from './duty-words.ts';

/** The contact form over the work list, with what one needs while the phone rings. `onDone` decides who is next. */
export function ContactDrawer(props: { item: WorklistItem; onDone: () => void; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const { item } = props;
  const read = useResidentFile(item.subjectId);
  if (!read.data) {
    return (
      <Drawer open title={<h2 className="drawer-title">{item.name}</h2>} size={480} onClose={props.onClose}>
        {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : t('kit.loading')}
      </Drawer>
    );
  }
  return (
    <RecordContactDrawer
      file={read.data}
      way={item.kind === 'risk-visit' ? 'visit' : 'phone'}
      service={serviceStrands.find((strand) => strand === strandOf(item.kind))}
      reason={<PersonToReach file={read.data} why={reasonOf(item, today, t, language)} />}
      onDone={props.onDone}
      onClose={props.onClose}
    />
  );
}

function PersonToReach(props: { file: ResidentFileView; why: string }): ReactNode {
  const { t } = useTexts();
  const { file } = props;
  return (
    <>
      <div>{props.why}</div>
      <div>
        {t(`kit.sex.${file.sex}`)} · {t('kit.person.age', { count: file.age })} · {file.address}
      </div>
      <div className="big-phone">
        <MaskedValue residentId={file.residentId} what="phone" masked={file.phoneMasked} />
      </div>
    </>
  );
}
