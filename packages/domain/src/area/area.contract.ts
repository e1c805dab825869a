import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';

export const areaNodeSchema = z.strictObject({
  areaId: z.number(),
  code: areaCodeSchema,
  name: z.string(),
  kind: z.enum(['province', 'city', 'district', 'street', 'community']),
  parentCode: areaCodeSchema.nullable(),
  urbanRural: z.string().nullable(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
});
export type AreaNode = z.infer<typeof areaNodeSchema>;

/** How a change of areas is entered in the books: the day, the paper it rests on, and why. No area comes, goes or is renamed without a paper. */
export const changePaperShape = {
  effectiveOn: plainDateSchema,
  documentNo: textSchema(60, 2),
  reason: textSchema(200, 2),
} as const;

export const areaContracts = {
  /**
   * The areas that the actor may see, as of today, with their ancestors; the web keeps it for the area switch and pickers. `whole` names all
   * areas of the city, for moving somebody out of one's own.
   */
  tree: readContract({
    id: 'area.tree',
    path: '/api/areas',
    zh: '区划树',
    en: 'Area tree',
    permission: 'signed-in',
    scope: 'area',
    query: z.strictObject({ on: plainDateSchema.optional(), whole: z.literal('yes').optional() }),
    output: z.strictObject({ areas: z.array(areaNodeSchema) }),
  }),
  rename: commandContract({
    id: 'area.rename',
    path: '/api/areas/:code/versions',
    zh: '更名或改码',
    en: 'Rename or recode an area',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.renamed',
    params: z.strictObject({ code: areaCodeSchema }),
    body: z.strictObject({
      name: textSchema(60, 1),
      newCode: areaCodeSchema,
      urbanRural: z
        .string()
        .regex(/^\d{3}$/)
        .nullable(),
      ...changePaperShape,
      /** 'urbanised': 撤村建居, a village becomes a community; its class must become urban. */
      kind: z.enum(['renamed', 'urbanised']).default('renamed'),
    }),
    output: okSchema,
  }),
  merge: commandContract({
    id: 'area.merge',
    path: '/api/areas/:code/succession',
    zh: '撤并社区',
    en: 'Merge a community into another',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.merged',
    params: z.strictObject({ code: areaCodeSchema }),
    body: z.strictObject({
      intoCode: areaCodeSchema,
      ...changePaperShape,
    }),
    output: z.strictObject({ taskId: idSchema.nullable() }),
  }),
  create: commandContract({
    id: 'area.create',
    path: '/api/areas',
    zh: '新设区域',
    en: 'Create an area',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.created',
    body: z.strictObject({
      code: areaCodeSchema,
      name: textSchema(60, 1),
      kind: z.enum(['street', 'community']),
      parentCode: areaCodeSchema,
      urbanRural: z
        .string()
        .regex(/^\d{3}$/)
        .nullable(),
      ...changePaperShape,
    }),
    output: z.strictObject({ areaId: z.number() }),
  }),
} as const;

export const officeSchema = z.strictObject({
  officeId: idSchema,
  kind: z.enum(['city-bureau', 'district-centre', 'street-office', 'workstation']),
  name: z.string(),
  area: areaRefSchema,
  openedOn: plainDateSchema,
  closedOn: plainDateSchema.nullable(),
  staffCount: z.number(),
  residentCount: z.number(),
  version: z.number(),
});
export type Office = z.infer<typeof officeSchema>;

export const officeContracts = {
  list: readContract({
    id: 'office.list',
    path: '/api/offices',
    zh: '机构列表',
    en: 'List offices',
    permission: 'office.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      kind: officeSchema.shape.kind.optional(),
      text: textSchema(40).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      offices: z.array(officeSchema),
      /** A06 workstation coverage: communities in scope, with an open workstation, staff at them. */
      coverage: z.strictObject({ communities: z.number(), withWorkstation: z.number(), staff: z.number() }),
    }),
  }),
  open: commandContract({
    id: 'office.open',
    path: '/api/offices',
    zh: '设立机构',
    en: 'Open an office',
    permission: 'office.manage',
    scope: 'area',
    audit: 'office.opened',
    body: z.strictObject({
      kind: officeSchema.shape.kind,
      name: textSchema(60, 1),
      areaCode: areaCodeSchema,
      openedOn: plainDateSchema,
    }),
    output: z.strictObject({ officeId: idSchema }),
  }),
  change: commandContract({
    id: 'office.change',
    path: '/api/offices/:officeId',
    method: 'PUT',
    zh: '修改机构',
    en: 'Change an office',
    permission: 'office.manage',
    scope: 'area',
    audit: 'office.changed',
    params: z.strictObject({ officeId: idSchema }),
    body: z.strictObject({
      version: versionSchema,
      name: textSchema(60, 1),
      openedOn: plainDateSchema,
      closedOn: plainDateSchema.nullable(),
    }),
    output: okSchema,
  }),
} as const;
