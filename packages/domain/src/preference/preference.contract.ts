import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { okSchema } from '../kernel/schema.ts';
import { anyPreferenceSchema, preferenceSchema } from './preference.ts';

export const preferenceKeySchema = z
  .string()
  .max(90)
  .refine((key) => preferenceSchema(key) !== undefined, { error: 'preference-key' });

/** Characters of a value as JSON. */
export const largestPreference = 8000;

export const preferenceContracts = {
  list: readContract({
    id: 'preference.list',
    path: '/api/session/preferences',
    zh: '我的习惯设置',
    en: 'My preferences',
    permission: 'signed-in',
    scope: 'own',
    output: z.strictObject({ preferences: z.record(z.string(), z.unknown()) }),
  }),
  /** The last one written holds: both writers are the same person, and a question about a column would be worse than a lost width. */
  keep: commandContract({
    id: 'preference.keep',
    path: '/api/session/preferences/:key',
    method: 'PUT',
    zh: '保存习惯设置',
    en: 'Keep a preference',
    permission: 'signed-in',
    scope: 'own',
    audit: 'preference.kept',
    params: z.strictObject({ key: preferenceKeySchema }),
    body: z.strictObject({
      /** Null goes back to what the system comes with. */
      value: anyPreferenceSchema
        .nullable()
        .refine((value) => JSON.stringify(value).length <= largestPreference, { error: 'too-long' }),
    }),
    output: okSchema,
  }),
} as const;
