import type { AllowedAction } from '@renshe/domain/kernel/schema.ts';
import { isResidentAction, type ResidentAction, residentActions } from '@renshe/domain/resident/resident.actions.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import type { ComponentType, ReactNode } from 'react';
import {
  IssueCertificateDrawer,
  ReissueCertificateDrawer,
  VoidCertificateDrawer,
} from '../certificate/CertificateDrawers.tsx';
import { RecordContactDrawer } from '../contact/RecordContactDrawer.tsx';
import { ChangeEmploymentDrawer } from '../employment/ChangeEmploymentDrawer.tsx';
import { EndEmploymentDrawer } from '../employment/EndEmploymentDrawer.tsx';
import { RegisterEmploymentDrawer } from '../employment/RegisterEmploymentDrawer.tsx';
import { VoidEmploymentDrawer } from '../employment/VoidEmploymentDrawer.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { EndBenefitDrawer, RecordBenefitDrawer, VoidBenefitDrawer } from '../policy/PolicyDrawers.tsx';
import { ChangeCareDrawer, EndCareDrawer, TakeIntoCareDrawer, VoidCareDrawer } from '../retiree/CareDrawers.tsx';
import { ConfirmDrawer } from '../retiree/ConfirmationDrawers.tsx';
import { ChangeUnemploymentDrawer } from '../unemployment/ChangeUnemploymentDrawer.tsx';
import { DeregisterDrawer } from '../unemployment/DeregisterDrawer.tsx';
import { RegisterUnemploymentDrawer } from '../unemployment/RegisterUnemploymentDrawer.tsx';
import { ReverseDeregistrationDrawer } from '../unemployment/ReverseDeregistrationDrawer.tsx';
import { VoidRegistrationDrawer } from '../unemployment/VoidRegistrationDrawer.tsx';
import { CorrectIdentityDrawer } from './CorrectIdentityDrawer.tsx';
import { EndFileDrawer, ReopenFileDrawer } from './EndFileDrawers.tsx';
import type { FileActionProps } from './FileActionDrawer.tsx';
import { MoveResidentDrawer } from './MoveResidentDrawer.tsx';
import { RecordAbilityDrawer } from './RecordAbilityDrawer.tsx';
import { useResidentFile } from './resident-reads.ts';

/** The form of each action. Actions without one are done in place: editing in the file itself, prints by a question. */
const actionForms: Partial<Record<ResidentAction, ComponentType<FileActionProps>>> = {
  'unemployment.register': RegisterUnemploymentDrawer,
  'unemployment.change': ChangeUnemploymentDrawer,
  'unemployment.deregister': DeregisterDrawer,
  'unemployment.reverse': ReverseDeregistrationDrawer,
  'unemployment.void': VoidRegistrationDrawer,
  'employment.register': RegisterEmploymentDrawer,
  'employment.change': ChangeEmploymentDrawer,
  'employment.end': EndEmploymentDrawer,
  'employment.void': VoidEmploymentDrawer,
  'contact.record': RecordContactDrawer,
  'certificate.issue': IssueCertificateDrawer,
  'certificate.reissue': ReissueCertificateDrawer,
  'certificate.void': VoidCertificateDrawer,
  'policy.record-benefit': RecordBenefitDrawer,
  'policy.end-benefit': EndBenefitDrawer,
  'policy.void-benefit': VoidBenefitDrawer,
  'retiree.take-into-care': TakeIntoCareDrawer,
  'retiree.confirm': ConfirmDrawer,
  'retiree.change-care': ChangeCareDrawer,
  'retiree.end-care': EndCareDrawer,
  'retiree.void-care': VoidCareDrawer,
  'resident.record-ability': RecordAbilityDrawer,
  'resident.move': MoveResidentDrawer,
  'resident.correct-identity': CorrectIdentityDrawer,
  'resident.end': EndFileDrawer,
  'resident.reopen': ReopenFileDrawer,
};

/** Acts that take a record or a file away: last in the menu, red there and on the button. */
export const dangerousActions: ReadonlySet<string> = new Set<ResidentAction>([
  'unemployment.void',
  'employment.void',
  'certificate.void',
  'policy.void-benefit',
  'retiree.end-care',
  'retiree.void-care',
  'resident.end',
]);

/** What the server says about the known actions, in the order of the menu; unknown ones are left out. */
export function menuActions(allowed: readonly AllowedAction[]): (AllowedAction & { action: ResidentAction })[] {
  return residentActions.flatMap((name) => {
    const found = allowed.find((entry) => entry.action === name);
    return found && isResidentAction(found.action) ? [{ ...found, action: found.action }] : [];
  });
}

/** The open form of an action over a file. */
export function ResidentActionForm(props: FileActionProps & { action: ResidentAction }): ReactNode {
  const { action, ...rest } = props;
  const Form = actionForms[action];
  return Form ? <Form {...rest} /> : null;
}

/** The same from anywhere a person is only named, e.g. the work list: reads the file first. */
export function ResidentActionDrawer(props: {
  residentId: string;
  action: ResidentAction;
  recordId?: string | undefined;
  onClose: () => void;
  onDone?: (() => void) | undefined;
}): ReactNode {
  const { residentId, ...rest } = props;
  const read = useResidentFile(residentId);
  if (read.error && !read.data) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  return read.data ? (
    <ResidentActionForm key={`${residentId}:${props.action}`} {...rest} file={read.data as ResidentFileView} />
  ) : null;
}
