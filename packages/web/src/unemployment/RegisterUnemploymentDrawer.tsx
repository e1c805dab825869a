import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { Checkbox, Form } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { UnemploymentFields, type UnemploymentValues } from './UnemploymentFields.tsx';

interface Values extends UnemploymentValues {
  promiseSigned: true;
}

/** 登记失业: reason, since when, the signed promise; nothing else may be demanded. */
export function RegisterUnemploymentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  const begun = startOf(action.file);
  return (
    <FileActionDrawer<typeof unemploymentContracts.register, Values>
      action={action}
      contract={unemploymentContracts.register}
      title={t('unemployment.register.title', { name })}
      submitLabel={t('unemployment.register.submit', { name })}
      note={t('unemployment.register.article')}
      initialValues={{
        registeredOn: today,
        ...begun,
        jobWish: '',
        trainingWish: '',
      }}
      argumentsOf={(values) => ({
        params: { residentId },
        body: {
          ...values,
          jobWish: values.jobWish ?? '',
          trainingWish: values.trainingWish ?? '',
          promiseSigned: true,
        },
      })}
      doneSentence={() => t('unemployment.register.done', { name })}
      undo={({ registrationId }, file) =>
        call(unemploymentContracts.void, {
          params: { residentId, registrationId },
          body: { version: versionOf(file, registrationId), why: t('resident.undoReason') },
        })
      }
    >
      <UnemploymentFields startAtDay={begun.reason !== undefined && begun.unemployedSince === undefined} />
      <Form.Item
        name="promiseSigned"
        valuePropName="checked"
        rules={[
          {
            validator: (_, value) =>
              value === true ? Promise.resolve() : Promise.reject(new Error(t('unemployment.register.promiseMissing'))),
          },
        ]}
      >
        <Checkbox>{t('unemployment.register.promise', { name })}</Checkbox>
      </Form.Item>
    </FileActionDrawer>
  );
}

/** Younger than this and never employed: she has left school and not found work yet, which the form proposes. */
const youngUntil = 25;

/** The last employment that ended says since when and why; a young person who never worked is new to the labour market. */
function startOf(file: ResidentFileView): { unemployedSince?: PlainDate; reason?: string; nature?: '1' | '2' } {
  const ended = file.employments
    .flatMap((e) => (e.endedOn ? [e] : []))
    .sort((a, b) => (a.endedOn! > b.endedOn! ? -1 : 1));
  const last = ended[0];
  if (file.employments.length === 0 && file.age < youngUntil) return { reason: '01', nature: '2' };
  if (!last?.endedOn) return {};
  const reason = last.type === '20' ? '03' : last.type === '30' || last.type === '59' ? '07' : '02';
  return { unemployedSince: last.endedOn, reason, nature: '1' };
}

export function versionOf(file: ResidentFileView, registrationId: string): number {
  return file.registrations.find((r) => r.registrationId === registrationId)?.version ?? 1;
}
