import { z } from 'zod';
import { codesOf } from '../code/code-set.ts';
import { industries } from '../code/industry.ts';
import { layoffReasons } from '../code/layoff-reason.ts';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  monthTextSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionOrNoneSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { allHistoryFields, employerActions, employerRecordKinds } from './monitored-employer.history.ts';
import { outlooks } from './monitored-employer.rules.ts';

const staffSchema = z.number().int().min(0).max(1_000_000);

export const employerMonthSchema = z.strictObject({
  staffStart: staffSchema,
  hired: staffSchema,
  departed: staffSchema,
  laidOff: staffSchema,
  staffEnd: staffSchema,
  reason: z.enum(codesOf(layoffReasons)).nullable(),
  outlook: z.enum(outlooks),
  note: textSchema(300),
});

export const reportedMonthSchema = employerMonthSchema.extend({
  month: monthTextSchema,
  reportedAt: z.string(),
  reportedBy: z.string().nullable(),
  late: z.boolean(),
  version: z.number(),
});

export const monitoredEmployerSchema = z.strictObject({
  employerId: idSchema,
  creditCode: z.string(),
  name: z.string(),
  industry: z.enum(codesOf(industries)),
  keyEmployer: z.boolean(),
  area: areaRefSchema,
  contactName: z.string(),
  phoneMasked: z.string().nullable(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
  endReason: z.string(),
  version: z.number(),
});
export type MonitoredEmployer = z.infer<typeof monitoredEmployerSchema>;

export const layoffSchema = z.strictObject({
  layoffId: idSchema,
  employerId: idSchema,
  employerName: z.string(),
  area: areaRefSchema,
  toldOn: plainDateSchema,
  plannedOn: plainDateSchema,
  persons: z.number(),
  staff: z.number(),
  reason: z.enum(codesOf(layoffReasons)),
  planFiled: z.boolean(),
  /** Twenty persons or ten per cent (by parameter): 规模裁员. */
  large: z.boolean(),
  noticeTooShort: z.boolean(),
  state: z.enum(['received', 'followed', 'closed']),
  followUp: z.string(),
  followedAt: z.string().nullable(),
  followedBy: z.string().nullable(),
  result: z.string(),
  reportedAt: z.string(),
  version: z.number(),
});
export type Layoff = z.infer<typeof layoffSchema>;

/** One change with the fields that it touched, as the tables name and say them. */
export const employerChangeSchema = z.strictObject({
  changeId: idSchema,
  kind: z.enum(employerRecordKinds),
  /** Of a month's report. */
  month: monthTextSchema.nullable(),
  action: z.enum(employerActions),
  at: z.string(),
  by: z.string().nullable(),
  reason: z.string(),
  /** Nobody has changed the record since. */
  undoable: z.boolean(),
  fields: z.array(
    z.strictObject({ field: z.enum(allHistoryFields), before: z.string().nullable(), after: z.string().nullable() }),
  ),
});
export type EmployerChange = z.infer<typeof employerChangeSchema>;

const changedSchema = z.strictObject({ changeId: idSchema });

const sumsSchema = z.strictObject({
  staffStart: z.number(),
  staffEnd: z.number(),
  hired: z.number(),
  departed: z.number(),
  laidOff: z.number(),
  /** Per cent with two decimals. */
  changeRate: z.number().nullable(),
});

const employerFields = z.strictObject({
  name: textSchema(100, 2),
  industry: z.enum(codesOf(industries)),
  keyEmployer: z.boolean(),
  contactName: textSchema(40),
  /** Empty keeps none; null keeps the one that is stored. */
  phone: textSchema(20).nullable(),
});
const employerParams = z.strictObject({ employerId: idSchema });

export const monitoredEmployerContracts = {
  list: readContract({
    id: 'monitored-employer.list',
    path: '/api/monitored-employers',
    zh: '失业动态监测企业',
    en: 'Monitored employers',
    permission: 'employer.monitor',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      month: monthTextSchema,
      show: z.enum(['all', 'late', 'layoffs']).default('all'),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      employers: z.array(
        monitoredEmployerSchema.extend({
          dueOn: plainDateSchema,
          /** Not reported and the day is over. */
          late: z.boolean(),
          report: reportedMonthSchema.nullable(),
        }),
      ),
      /** Of all employers of the area in the month. */
      expected: z.number(),
      reported: z.number(),
      late: z.number(),
      sums: sumsSchema,
      /** The last thirteen months, oldest first. */
      series: z.array(sumsSchema.extend({ month: monthTextSchema, reported: z.number() })),
    }),
  }),
  file: readContract({
    id: 'monitored-employer.file',
    path: '/api/monitored-employers/:employerId',
    zh: '监测企业档案',
    en: 'File of a monitored employer',
    permission: 'employer.monitor',
    scope: 'area',
    params: employerParams,
    output: z.strictObject({
      employer: monitoredEmployerSchema,
      /** The last thirty-six months on the panel, newest first, those without a report too. */
      months: z.array(
        z.strictObject({
          month: monthTextSchema,
          dueOn: plainDateSchema,
          late: z.boolean(),
          report: reportedMonthSchema.nullable(),
        }),
      ),
      layoffs: z.array(layoffSchema),
      /** Newest first. */
      history: z.array(employerChangeSchema),
    }),
  }),
  add: commandContract({
    id: 'monitored-employer.add',
    path: '/api/monitored-employers',
    zh: '纳入监测',
    en: 'Add to the panel',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.added',
    body: employerFields.extend({
      creditCode: textSchema(40),
      area: areaCodeSchema,
      fromOn: plainDateSchema,
    }),
    output: changedSchema.extend({ employerId: idSchema }),
  }),
  change: commandContract({
    id: 'monitored-employer.change',
    path: '/api/monitored-employers/:employerId',
    zh: '修改监测企业',
    en: 'Change a monitored employer',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.changed',
    method: 'PUT',
    params: employerParams,
    body: employerFields.extend({ version: versionSchema }),
    output: changedSchema,
  }),
  end: commandContract({
    id: 'monitored-employer.end',
    path: '/api/monitored-employers/:employerId/end',
    zh: '退出监测',
    en: 'Take off the panel',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.ended',
    params: employerParams,
    body: z.strictObject({ version: versionSchema, toOn: plainDateSchema, reason: textSchema(200, 2) }),
    output: changedSchema,
  }),
  /** The last change of the employer, of a month or of a layoff report is taken back. */
  undo: commandContract({
    id: 'monitored-employer.undo',
    path: '/api/monitored-employers/:employerId/changes/:changeId/undo',
    zh: '撤销监测企业变更',
    en: 'Undo a change of a monitored employer',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.undone',
    params: employerParams.extend({ changeId: idSchema }),
    body: z.strictObject({}),
    output: okSchema,
  }),
  reportMonth: commandContract({
    id: 'monitored-employer.report-month',
    path: '/api/monitored-employers/:employerId/months/:month',
    zh: '填报用工变动',
    en: 'Report a month',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.month-reported',
    method: 'PUT',
    params: employerParams.extend({ month: monthTextSchema }),
    /** Version 0 for a month that was not reported yet. */
    body: employerMonthSchema.extend({ version: versionOrNoneSchema }),
    output: changedSchema.extend({ large: z.boolean() }),
  }),
  layoffs: readContract({
    id: 'monitored-employer.layoffs',
    path: '/api/layoffs',
    zh: '裁员报告',
    en: 'Layoff reports',
    permission: 'employer.monitor',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      state: z.enum(['open', 'closed']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), layoffs: z.array(layoffSchema) }),
  }),
  reportLayoff: commandContract({
    id: 'monitored-employer.report-layoff',
    path: '/api/monitored-employers/:employerId/layoffs',
    zh: '登记裁员报告',
    en: 'Record a layoff report',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.layoff-reported',
    params: employerParams,
    body: z.strictObject({
      toldOn: plainDateSchema,
      plannedOn: plainDateSchema,
      persons: z.number().int().min(1).max(1_000_000),
      staff: z.number().int().min(1).max(1_000_000),
      reason: z.enum(codesOf(layoffReasons)),
      planFiled: z.boolean(),
    }),
    output: changedSchema.extend({ layoffId: idSchema, large: z.boolean() }),
  }),
  followLayoff: commandContract({
    id: 'monitored-employer.follow-layoff',
    path: '/api/layoffs/:layoffId/follow-up',
    zh: '跟进裁员',
    en: 'Follow up a layoff',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.layoff-followed',
    params: z.strictObject({ layoffId: idSchema }),
    body: z.strictObject({
      version: versionSchema,
      followUp: textSchema(500, 2),
      /** With a result it is closed. */
      result: textSchema(300),
    }),
    output: changedSchema,
  }),
  reveal: auditedReadContract({
    id: 'monitored-employer.reveal',
    path: '/api/monitored-employers/:employerId/contact',
    zh: '查看企业联系电话',
    en: 'Show the telephone number of an employer',
    permission: 'employer.monitor',
    scope: 'area',
    audit: 'monitored-employer.revealed',
    stepUp: 'many-reveals',
    params: employerParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.strictObject({ phone: z.string().nullable() }),
  }),
} as const;
