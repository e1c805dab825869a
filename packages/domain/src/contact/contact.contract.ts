import { z } from 'zod';
import { chosenContactWays } from '../code/contact-outcome.ts';
import { auditedReadContract, commandContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  codeSchema,
  idSchema,
  okSchema,
  plainDateSchema,
  restoreBodySchema,
  textSchema,
  voidedSchema,
} from '../kernel/schema.ts';

/** The five strands of the service plan (C02). */
export const serviceStrands = ['job-introduction', 'training', 'guidance', 'living-security', 'policy'] as const;

/** Acts of care for retirees 退休人员服务 (handbook §8.7): greetings at a feast or in illness, looking in, health checks, activities. */
export const careServices = ['care-greeting', 'care-visit', 'care-health-check', 'care-activity'] as const;
export const contactServices = [...serviceStrands, ...careServices] as const;

/** People of one batch at most. */
export const manyContacts = 200;

export const contactContracts = {
  record: commandContract({
    id: 'contact.record',
    path: '/api/residents/:residentId/contacts',
    zh: '记录联系',
    en: 'Record a contact',
    permission: 'contact.write',
    scope: 'area',
    audit: 'contact.recorded',
    params: z.strictObject({ residentId: idSchema }),
    body: z.strictObject({
      contactedOn: plainDateSchema,
      way: z.enum(chosenContactWays),
      outcome: codeSchema,
      service: z.enum(contactServices).nullable(),
      note: textSchema(500),
      nextOn: plainDateSchema.nullable(),
      /** What a record made without network was made upon: when that has changed meanwhile, it is refused with what is known now. */
      seen: z.strictObject({ lastContactId: idSchema.nullable(), areaCode: areaCodeSchema }).optional(),
    }),
    output: z.strictObject({ contactId: idSchema }),
  }),
  /** What recording the same contact with many people would do, before it is done: whom it is refused for, and why. */
  checkMany: auditedReadContract({
    id: 'contact.check-many',
    path: '/api/contact-checks',
    zh: '批量联系预览',
    en: 'Preview contacts with many people',
    permission: 'contact.write',
    scope: 'area',
    audit: 'contact.many-checked',
    body: z.strictObject({
      residentIds: z.array(idSchema).min(1).max(manyContacts),
      contactedOn: plainDateSchema,
      outcome: codeSchema,
      nextOn: plainDateSchema.nullable(),
    }),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          residentId: idSchema,
          /** Empty: it would be recorded. */
          reasons: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
        }),
      ),
    }),
  }),
  void: commandContract({
    id: 'contact.void',
    path: '/api/residents/:residentId/contacts/:contactId/void',
    zh: '作废联系记录',
    en: 'Void a contact',
    permission: 'contact.write',
    scope: 'area',
    audit: 'contact.voided',
    params: z.strictObject({ residentId: idSchema, contactId: idSchema }),
    body: z.strictObject({ why: textSchema(200, 2) }),
    output: voidedSchema,
  }),
  /** 恢复: what was voided by mistake, within the days of the parameter; `changeId` is the void that the reader saw. */
  restore: commandContract({
    id: 'contact.restore',
    path: '/api/residents/:residentId/contacts/:contactId/restore',
    zh: '恢复联系记录',
    en: 'Restore a contact',
    permission: 'contact.write',
    scope: 'area',
    audit: 'contact.restored',
    params: z.strictObject({ residentId: idSchema, contactId: idSchema }),
    body: restoreBodySchema,
    output: okSchema,
  }),
} as const;
