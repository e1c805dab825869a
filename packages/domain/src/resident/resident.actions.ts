/**
 * Everything that can be done from a person's file, named as its route contract: the server sends one `allowedActions` entry for
 * each, allowed or refused with reasons and article, and marks the most likely one as primary. Order: as the menu shows them.
 */
export const residentActions = [
  'unemployment.register',
  'contact.record',
  'employment.register',
  'unemployment.deregister',
  'unemployment.change',
  'unemployment.reverse',
  'unemployment.void',
  'employment.change',
  'employment.end',
  'employment.void',
  'certificate.issue',
  'certificate.reissue',
  'certificate.void',
  'certificate.print',
  'policy.record-benefit',
  'policy.end-benefit',
  'policy.void-benefit',
  'retiree.confirm',
  'retiree.take-into-care',
  'retiree.change-care',
  'retiree.end-care',
  'retiree.void-care',
  'resident.record-ability',
  'resident.change',
  'resident.move',
  'resident.correct-identity',
  'resident.print-card',
  'resident.end',
  'resident.reopen',
] as const;
export type ResidentAction = (typeof residentActions)[number];

export function isResidentAction(action: string): action is ResidentAction {
  return (residentActions as readonly string[]).includes(action);
}
