import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { Alert, Form } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { registrationOf } from '../unemployment/registration-of.ts';
import { EmploymentFields, type EmploymentValues, employmentBody } from './EmploymentFields.tsx';
import { employmentOf } from './employment-of.ts';

/** 登记就业: an open unemployment registration ends on the first day of work, in the same step, and the form says so. */
export function RegisterEmploymentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<EmploymentValues>();
  const startedOn = Form.useWatch('startedOn', form);
  const { file } = action;
  const { name, residentId } = file;
  const open = registrationOf(file, undefined, 'open');
  return (
    <FileActionDrawer<typeof employmentContracts.register, EmploymentValues>
      action={action}
      contract={employmentContracts.register}
      form={form}
      width={540}
      title={t('employment.register.title', { name })}
      submitLabel={t('employment.register.submit', { name })}
      note={
        open ? (
          <Alert
            type="info"
            showIcon
            title={t('employment.register.alsoDeregisters', { name, on: startedOn ?? today })}
          />
        ) : undefined
      }
      initialValues={{
        type: '10',
        startedOn: today,
        employerName: '',
        employerCode: '',
        occupation: '',
        urban: true,
        platformWork: false,
        proof: '',
      }}
      argumentsOf={(values) => ({ params: { residentId }, body: employmentBody(values) })}
      doneSentence={(output) =>
        t(output.deregistered ? 'employment.register.doneDeregistered' : 'employment.register.done', { name })
      }
      undo={(output, fresh) => undoRegistration(output, fresh, t('resident.undoReason'))}
    >
      <EmploymentFields areaCode={file.area.code} />
    </FileActionDrawer>
  );
}

/** Takes the job back, and with it the end of the registration that it had ended. */
async function undoRegistration(
  { employmentId, deregistered }: { employmentId: string; deregistered: boolean },
  file: ResidentFileView,
  why: string,
): Promise<void> {
  const { residentId } = file;
  const job = employmentOf(file, employmentId, 'any');
  if (!job) return;
  await call(employmentContracts.void, {
    params: { residentId, employmentId },
    body: { version: job.version, why },
  });
  const ended = file.registrations.find((one) => one.endedOn === job.startedOn);
  if (deregistered && ended)
    await call(unemploymentContracts.reverse, {
      params: { residentId, registrationId: ended.registrationId },
      body: { version: ended.version, why },
    });
}
