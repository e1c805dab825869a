import type { Role } from '@renshe/domain/access/permissions.ts';

/** The people of every route test: one of each role in the left branch of the fixture city, some in others. */
export const personas = {
  worker: { role: 'community-worker', area: '321102001001' },
  siblingWorker: { role: 'community-worker', area: '321102001004' },
  otherWorker: { role: 'community-worker', area: '321111001005' },
  clerk: { role: 'street-clerk', area: '321102001000' },
  district: { role: 'district-officer', area: '321102000000' },
  otherDistrict: { role: 'district-officer', area: '321111000000' },
  city: { role: 'city-officer', area: '321100000000' },
  system: { role: 'system-administrator', area: '321100000000' },
  security: { role: 'security-administrator', area: '321100000000' },
  auditor: { role: 'audit-administrator', area: '321100000000' },
} as const satisfies Record<string, { role: Role; area: string }>;
export type Persona = keyof typeof personas;
