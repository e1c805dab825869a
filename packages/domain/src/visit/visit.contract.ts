import { z } from 'zod';
import { takenDriveSchema } from '../campaign/campaign-visit.contract.ts';
import { auditedReadContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  plainDateSchema,
  purposeSchema,
} from '../kernel/schema.ts';
import { visitLevels } from './visit.policy.ts';

export const visitContactSchema = z.enum(['visit', 'any']);
export const visitLevelSchema = z.enum(visitLevels.map((level) => level.code));

/** One open duty to visit or to call, with whom to see and what is needed for it. */
export const visitRowSchema = z.strictObject({
  dutyKind: z.string(),
  anchor: idSchema,
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  /** Whom to see: the person; of a family a registered member, else the head. Null when nobody of it lives within the reader's scope. */
  residentId: idSchema.nullable(),
  name: z.string(),
  householdId: idSchema.nullable(),
  sex: z.enum(['1', '2']).nullable(),
  age: z.number().nullable(),
  address: z.string(),
  phoneMasked: z.string().nullable(),
  area: areaRefSchema,
  /** Code of the group of the policy table that made it due; null for the monthly contact, which the ministry asks for. */
  group: codeSchema.nullable(),
  appearsOn: plainDateSchema,
  dueOn: plainDateSchema,
  overdueDays: z.number(),
  /** The contact that was recorded last, whatever its way and result. */
  lastContact: z
    .strictObject({ contactId: idSchema, on: plainDateSchema, way: z.string(), outcome: z.string() })
    .nullable(),
});
export type VisitRow = z.infer<typeof visitRowSchema>;

/** At the desk, to tell two people of a name apart; it does not go along on a phone. */
export const listedVisitSchema = visitRowSchema.extend({ citizenIdMasked: z.string().nullable() });
export type ListedVisit = z.infer<typeof listedVisitSchema>;

/** The policy table as it holds in an area today. */
export const visitPolicySchema = z.array(
  z.strictObject({
    group: codeSchema,
    /** 0: none is asked for. */
    days: z.number(),
  }),
);
export type VisitPolicy = z.infer<typeof visitPolicySchema>;

const countsSchema = z.strictObject({ overdue: z.number(), soon: z.number(), later: z.number() });

export const takenMemberSchema = z.strictObject({ name: z.string(), relation: z.string() });

/** What stands on the phone of somebody who is out: no identity number, no full telephone number. */
export const takenPersonSchema = visitRowSchema.extend({
  residentId: idSchema,
  /** Open duties of hers that are due soonest come first in the list; these are the others, by kind. */
  otherDuties: z.array(z.string()),
  household: z.array(takenMemberSchema),
});
export type TakenPerson = z.infer<typeof takenPersonSchema>;

export const visitContracts = {
  list: readContract({
    id: 'visit.list',
    path: '/api/visits',
    zh: '走访与电话联系名单',
    en: 'Visits and calls that are due',
    permission: 'worklist.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      contact: visitContactSchema.default('visit'),
      level: visitLevelSchema.optional(),
      group: z.enum(['overdue', 'soon', 'later']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      soonDays: z.number(),
      counts: countsSchema,
      /** Months between the contacts that the ministry asks for. */
      contactMonths: z.number(),
      policy: visitPolicySchema,
      rows: z.array(listedVisitSchema),
    }),
  }),
  areas: readContract({
    id: 'visit.areas',
    path: '/api/visits/areas',
    zh: '各社区走访情况',
    en: 'Visits by community',
    permission: 'worklist.read',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema.optional() }),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({
          area: areaRefSchema,
          ...countsSchema.shape,
          /** Of the overdue ones those of the highest risk. */
          overdueHigh: z.number(),
          /** Fulfilled in the last thirty days, and of these those in time. */
          done: z.number(),
          onTime: z.number(),
        }),
      ),
    }),
  }),
  takeAlong: auditedReadContract({
    id: 'visit.take-along',
    path: '/api/visits/pack',
    zh: '带走走访资料',
    en: 'Take visits along',
    permission: 'contact.write',
    scope: 'area',
    audit: 'visit.taken-along',
    body: z.strictObject({ area: areaCodeSchema.optional(), purpose: purposeSchema }),
    output: z.strictObject({
      takenAt: z.string(),
      /** The phone throws everything away then (parameter `visit.pack_hours`). */
      expiresAt: z.string(),
      today: plainDateSchema,
      /** Due ones that did not fit (parameter `visit.pack_people`). */
      left: z.number(),
      contactMonths: z.number(),
      policy: visitPolicySchema,
      people: z.array(takenPersonSchema),
      drive: takenDriveSchema,
    }),
  }),
} as const;
