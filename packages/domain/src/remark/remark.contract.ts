import { z } from 'zod';
import { roleSchema } from '../account/account.contract.ts';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { timelineKinds } from '../resident/resident.timeline.ts';

/** What of a person's file a remark may be about; a household has fewer. */
export const residentRemarkFields = [
  'name',
  'citizenId',
  'phone',
  'address',
  'area',
  'hukouType',
  'education',
  'skillLevel',
  'ethnicity',
  'marital',
  'political',
  'retirementCategory',
  'note',
] as const;
export const householdRemarkFields = ['number', 'kind', 'address', 'area', 'members'] as const;

/** Colleagues whom one remark may name. */
export const mostMentions = 5;
/** Open remarks of one file: more is no way of talking. */
export const mostOpenRemarks = 50;

const eventSchema = z.strictObject({
  kind: z.literal('event'),
  timelineKind: z.enum(Object.keys(timelineKinds) as [keyof typeof timelineKinds]),
  recordId: idSchema,
});
const fileSchema = z.strictObject({ kind: z.literal('file') });
const aboutOf = <F extends readonly [string, ...string[]]>(fields: F) =>
  z.discriminatedUnion('kind', [
    fileSchema,
    z.strictObject({ kind: z.literal('field'), field: z.enum(fields) }),
    eventSchema,
  ]);

export const residentAboutSchema = aboutOf(residentRemarkFields);
export const householdAboutSchema = aboutOf(householdRemarkFields);
export type RemarkAbout = z.infer<typeof residentAboutSchema> | z.infer<typeof householdAboutSchema>;

export const remarkSchema = z.strictObject({
  remarkId: idSchema,
  about: z.union([residentAboutSchema, householdAboutSchema]),
  body: z.string(),
  author: z.string(),
  office: z.string(),
  /** Written by the reader: only then it may be voided. */
  mine: z.boolean(),
  mentioned: z.array(z.strictObject({ accountId: idSchema, name: z.string() })),
  writtenAt: z.string(),
  status: z.enum(['open', 'settled']),
  settledBy: z.string().nullable(),
  settledAt: z.string().nullable(),
  /** What was done about it. */
  answer: z.string(),
  version: z.number(),
});
export type Remark = z.infer<typeof remarkSchema>;

/** Somebody who may see the file and can therefore be named. */
export const colleagueSchema = z.strictObject({
  accountId: idSchema,
  name: z.string(),
  office: z.string(),
  role: roleSchema,
});
export type Colleague = z.infer<typeof colleagueSchema>;

const listSchema = z.strictObject({ remarks: z.array(remarkSchema), colleagues: z.array(colleagueSchema) });
const bodySchema = textSchema(500, 1);
const mentionedSchema = z
  .array(idSchema)
  .max(mostMentions)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'twice' });

export const mentionSchema = z.strictObject({
  remarkId: idSchema,
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  /** The person, or the head of the household. */
  name: z.string(),
  area: areaRefSchema,
  about: remarkSchema.shape.about,
  body: z.string(),
  author: z.string(),
  office: z.string(),
  writtenAt: z.string(),
  version: z.number(),
});
export type Mention = z.infer<typeof mentionSchema>;

const residentParams = z.strictObject({ residentId: idSchema });
const householdParams = z.strictObject({ householdId: idSchema });
const remarkParams = z.strictObject({ remarkId: idSchema });

interface Words {
  id: string;
  path: `/api/${string}`;
  zh: string;
  en: string;
}

function readOf<P extends z.ZodType>(of: Words & { params: P }) {
  return readContract({ ...of, permission: 'resident.read', scope: 'area', output: listSchema });
}

function writeOn<P extends z.ZodType, A extends z.ZodType>({
  about,
  ...of
}: Words & { audit: string; params: P; about: A }) {
  return commandContract({
    ...of,
    permission: 'remark.write',
    scope: 'area',
    body: z.strictObject({ about, body: bodySchema, mentioned: mentionedSchema }),
    output: z.strictObject({ remarkId: idSchema }),
  });
}

export const remarkContracts = {
  ofResident: readOf({
    id: 'remark.of-resident',
    path: '/api/residents/:residentId/remarks',
    zh: '居民档案的批注',
    en: 'Remarks on a person’s file',
    params: residentParams,
  }),
  ofHousehold: readOf({
    id: 'remark.of-household',
    path: '/api/households/:householdId/remarks',
    zh: '家庭档案的批注',
    en: 'Remarks on a household’s file',
    params: householdParams,
  }),
  writeOnResident: writeOn({
    id: 'remark.write-on-resident',
    path: '/api/residents/:residentId/remarks',
    zh: '在居民档案上写批注',
    en: 'Write a remark on a person’s file',
    audit: 'remark.written',
    params: residentParams,
    about: residentAboutSchema,
  }),
  writeOnHousehold: writeOn({
    id: 'remark.write-on-household',
    path: '/api/households/:householdId/remarks',
    zh: '在家庭档案上写批注',
    en: 'Write a remark on a household’s file',
    audit: 'remark.written-on-household',
    params: householdParams,
    about: householdAboutSchema,
  }),
  settle: commandContract({
    id: 'remark.settle',
    path: '/api/remarks/:remarkId/settlement',
    zh: '批注办结',
    en: 'Settle a remark',
    permission: 'remark.write',
    scope: 'area',
    audit: 'remark.settled',
    params: remarkParams,
    body: z.strictObject({ version: versionSchema, answer: textSchema(200) }),
    output: okSchema,
  }),
  void: commandContract({
    id: 'remark.void',
    path: '/api/remarks/:remarkId/voiding',
    zh: '作废批注',
    en: 'Void a remark',
    permission: 'remark.write',
    scope: 'area',
    audit: 'remark.voided',
    params: remarkParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
  /** Open remarks in which the reader is named, on files that she may see today; oldest first. */
  mentions: readContract({
    id: 'remark.mentions',
    path: '/api/remarks/mentions',
    zh: '提到我的批注',
    en: 'Remarks that mention me',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({ limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({ count: z.number(), mentions: z.array(mentionSchema) }),
  }),
} as const;
