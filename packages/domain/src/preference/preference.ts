import { z } from 'zod';
import { areaCodeSchema } from '../kernel/schema.ts';

/**
 * How somebody likes to work: part of her account, the same at every computer. A closed list of keys with closed values: no free text, so that
 * nothing of a resident can stand in it.
 */
export const textSizes = ['standard', 'large', 'extra'] as const;
export const densities = ['comfortable', 'compact'] as const;
export const contrasts = ['standard', 'high'] as const;
/** The five jobs of the first day. */
export const firstDaySteps = ['find', 'register', 'unemployment', 'contact', 'report'] as const;
/** How many areas are remembered as used last. */
export const mostRecentAreas = 6;
/** Columns that a list may have. */
const mostColumns = 80;
/** rem: narrower shows nothing, wider than the screen serves nobody. */
export const narrowestColumn = 3;
export const widestColumn = 60;
export const mostFrozenColumns = 4;

const columnKeySchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$/);

/** How somebody left the columns of a list. */
export const columnsSchema = z.strictObject({
  /** Columns in their order; absent for those that the list comes with. */
  shown: z.array(columnKeySchema).min(1).max(mostColumns).optional(),
  /** Columns that are put away. */
  hidden: z.array(columnKeySchema).max(mostColumns).optional(),
  /** rem by column; absent ones fit what stands in them. */
  widths: z
    .record(columnKeySchema, z.number().min(narrowestColumn).max(widestColumn))
    .refine((widths) => Object.keys(widths).length <= mostColumns, { error: 'too-many-columns' })
    .optional(),
  /** How many leading columns stay when the list is scrolled sideways. */
  frozen: z.number().int().min(0).max(mostFrozenColumns).optional(),
});
export type ColumnPreference = z.infer<typeof columnsSchema>;

const plainSchemas = {
  look: z.strictObject({
    textSize: z.enum(textSizes),
    density: z.enum(densities),
    contrast: z.enum(contrasts),
  }),
  language: z.enum(['zh', 'en']),
  /** Shortcuts of one key are obeyed. */
  'single-keys': z.boolean(),
  'recent-areas': z.array(areaCodeSchema).max(mostRecentAreas),
  'first-day': z.strictObject({
    done: z.array(z.enum(firstDaySteps)).max(firstDaySteps.length),
    /** She does not want to be asked again. */
    dismissed: z.boolean(),
  }),
  /** Until when the notices have been looked at. */
  'notices-seen': z.iso.datetime(),
} as const;

type PlainKey = keyof typeof plainSchemas;
/** The columns of one list, by the name of the list. */
export type ColumnsKey = `columns:${string}`;
export type PreferenceKey = PlainKey | ColumnsKey;
export type PreferenceValue<K extends PreferenceKey> = K extends PlainKey
  ? z.infer<(typeof plainSchemas)[K]>
  : ColumnPreference;

const listName = /^columns:[a-z][A-Za-z0-9._-]{0,79}$/;

/** Lists whose columns are kept for an account; of more, the one changed longest ago is forgotten. */
export const mostKeptLists = 150;

export function isColumnsKey(key: string): key is ColumnsKey {
  return listName.test(key);
}

/** Any value that some key has: the door's first check; the key decides the second. */
export const anyPreferenceSchema = z.union([...Object.values(plainSchemas), columnsSchema]);

/** The schema of a key's value; undefined for what is no key. */
export function preferenceSchema(key: string): z.ZodType | undefined {
  if (isColumnsKey(key)) return columnsSchema;
  return Object.hasOwn(plainSchemas, key) ? plainSchemas[key as PlainKey] : undefined;
}

/** The value as far as it can be read: what another version of the program wrote is as good as nothing. */
export function readPreference<K extends PreferenceKey>(key: K, value: unknown): PreferenceValue<K> | undefined {
  const read = preferenceSchema(key)?.safeParse(value);
  return read?.success ? (read.data as PreferenceValue<K>) : undefined;
}
