import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  monthTextSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { evidenceKinds, officeLevels, rhythms, workSystems } from './cadence.rules.ts';

const stateSchema = z.enum(['on-time', 'late', 'missing', 'pending', 'no-object']);

export const cadenceRuleSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  level: z.enum(officeLevels),
  rhythm: z.enum(rhythms),
  system: z.enum(workSystems).nullable(),
  evidence: z.enum(evidenceKinds),
  source: z.strictObject({ zh: z.string(), en: z.string() }),
});
export type CadenceRuleView = z.infer<typeof cadenceRuleSchema>;

export const cadenceOfficeSchema = z.strictObject({
  officeId: idSchema,
  name: z.string(),
  level: z.enum(officeLevels),
  area: areaRefSchema,
});

export const cadenceRecordSchema = z.strictObject({
  recordId: idSchema,
  heldOn: plainDateSchema,
  place: z.string(),
  people: z.number(),
  note: z.string(),
  enteredBy: z.string(),
  enteredAt: z.string(),
  mayChange: z.boolean(),
  version: z.number(),
});
export type CadenceRecord = z.infer<typeof cadenceRecordSchema>;

export const cadenceEntrySchema = z.strictObject({
  office: cadenceOfficeSchema,
  rule: cadenceRuleSchema,
  period: z.string(),
  from: plainDateSchema,
  last: plainDateSchema,
  dueOn: plainDateSchema,
  state: stateSchema,
  doneOn: plainDateSchema.nullable(),
  /** Of counted evidence: contacts of the period. */
  wanted: z.number().nullable(),
  done: z.number().nullable(),
  records: z.array(cadenceRecordSchema),
  /** May the reader record this by hand? */
  mayRecord: z.boolean(),
});
export type CadenceEntry = z.infer<typeof cadenceEntrySchema>;

export const cadenceCountsSchema = z.strictObject({
  'on-time': z.number(),
  late: z.number(),
  missing: z.number(),
  pending: z.number(),
  'no-object': z.number(),
});

export const cadenceMatrixSchema = z.strictObject({
  area: areaRefSchema,
  month: monthTextSchema,
  /** One table a level: the area's own office, then those right below it. */
  levels: z.array(
    z.strictObject({
      level: z.enum(officeLevels),
      rules: z.array(cadenceRuleSchema),
      offices: z.array(
        z.strictObject({
          office: cadenceOfficeSchema,
          /** In the order of `rules`. */
          cells: z.array(cadenceCountsSchema),
          /** On time ÷ due by now; null when nothing was due. */
          share: z.number().nullable(),
          due: z.number(),
          /** Areas lie below this office: the matrix of its area shows them. */
          hasBelow: z.boolean(),
        }),
      ),
    }),
  ),
});
export type CadenceMatrix = z.infer<typeof cadenceMatrixSchema>;

const monthQuery = z.strictObject({ area: areaCodeSchema, month: monthTextSchema });
const recordFields = z.strictObject({
  heldOn: plainDateSchema,
  place: textSchema(120),
  people: z.number().int().min(0).max(100_000),
  note: textSchema(1000),
});

export const cadenceContracts = {
  matrix: readContract({
    id: 'cadence.matrix',
    path: '/api/cadence',
    zh: '工作节奏',
    en: 'Cadence of the offices',
    permission: 'cadence.read',
    scope: 'area',
    query: monthQuery,
    output: cadenceMatrixSchema,
  }),
  office: readContract({
    id: 'cadence.office',
    path: '/api/cadence/offices/:officeId',
    zh: '一个单位一个月的工作节奏',
    en: 'The month of one office',
    permission: 'cadence.read',
    scope: 'area',
    params: z.strictObject({ officeId: idSchema }),
    query: z.strictObject({ month: monthTextSchema, rule: codeSchema.optional() }),
    output: z.strictObject({
      office: cadenceOfficeSchema,
      entries: z.array(cadenceEntrySchema),
      share: z.number().nullable(),
      due: z.number(),
      /** 五项制度: how each of the five stands this month. */
      systems: z.array(
        z.strictObject({ system: z.enum(workSystems), counts: cadenceCountsSchema, complete: z.boolean().nullable() }),
      ),
    }),
  }),
  late: readContract({
    id: 'cadence.late',
    path: '/api/cadence/late',
    zh: '未做与补做清单',
    en: 'What is missing or was late',
    permission: 'cadence.read',
    scope: 'area',
    query: monthQuery.extend({ rule: codeSchema.optional(), limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({ count: z.number(), entries: z.array(cadenceEntrySchema) }),
  }),
  /** What the reader's own offices have not done, oldest first, and what is due within days. */
  own: readContract({
    id: 'cadence.own',
    path: '/api/cadence/own',
    zh: '本单位的工作节奏待办',
    en: 'What is due at the own office',
    permission: 'cadence.record',
    scope: 'area',
    output: z.strictObject({ entries: z.array(cadenceEntrySchema) }),
  }),
  record: commandContract({
    id: 'cadence.record',
    path: '/api/cadence/records',
    zh: '登记一次工作',
    en: 'Record that it was done',
    permission: 'cadence.record',
    scope: 'area',
    audit: 'cadence.recorded',
    body: recordFields.extend({
      officeId: idSchema,
      rule: codeSchema,
      period: z
        .string()
        .max(12)
        .regex(/^(19|20|21)\d\d/),
    }),
    output: z.strictObject({ recordId: idSchema }),
  }),
  changeRecord: commandContract({
    id: 'cadence.change-record',
    method: 'PUT',
    path: '/api/cadence/records/:recordId',
    zh: '修改登记',
    en: 'Change a record',
    permission: 'cadence.record',
    scope: 'area',
    audit: 'cadence.record-changed',
    params: z.strictObject({ recordId: idSchema }),
    body: recordFields.extend({ version: versionSchema }),
    output: okSchema,
  }),
  voidRecord: commandContract({
    id: 'cadence.void-record',
    method: 'DELETE',
    path: '/api/cadence/records/:recordId',
    zh: '作废登记',
    en: 'Void a record',
    permission: 'cadence.record',
    scope: 'area',
    audit: 'cadence.record-voided',
    params: z.strictObject({ recordId: idSchema }),
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  exportXlsx: auditedReadContract({
    id: 'cadence.export-xlsx',
    path: '/api/cadence/xlsx',
    zh: '导出工作节奏表',
    en: 'Export the cadence as .xlsx',
    permission: 'cadence.read',
    scope: 'area',
    audit: 'cadence.exported',
    produces: 'xlsx',
    body: monthQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  exportPdf: auditedReadContract({
    id: 'cadence.export-pdf',
    path: '/api/cadence/pdf',
    zh: '打印工作节奏表',
    en: 'Print the cadence',
    permission: 'cadence.read',
    scope: 'area',
    audit: 'cadence.printed',
    produces: 'pdf',
    body: monthQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
