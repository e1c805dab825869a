/**
 * Permissions and roles as data. A permission carries its own scope through the post that grants it: the area subtree of the post's office.
 * Source: handbook/security.md §2 (岗位权限管理), 等保三级 08 管理权限分离: the three administrators exclude each other and all business roles.
 */
export const permissions = [
  'worklist.read',
  'resident.read',
  'resident.write',
  'resident.reveal',
  'resident.export',
  'household.write',
  'remark.write',
  'transfer.ask',
  'transfer.decide',
  'unemployment.write',
  'employment.write',
  'contact.write',
  'attachment.write',
  'certificate.issue',
  'retiree.write',
  'policy.write',
  'roster.import',
  'survey.write',
  'campaign.manage',
  'campaign.assign',
  'report.read',
  'report.submit',
  'report.accept',
  'report.close',
  'report.export',
  'warning.handle',
  'analysis.write',
  'employer.monitor',
  'help.handle',
  'plan.read',
  'plan.manage',
  'plan.work',
  'cadence.read',
  'cadence.record',
  'external.write',
  'exchange.export',
  'ledger.review',
  'ledger.define',
  'office.read',
  'office.manage',
  'area.manage',
  'area.assign',
  'parameter.read',
  'parameter.manage',
  'account.read',
  'account.manage',
  'account.consent',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = [
  'community-worker',
  'street-clerk',
  'district-officer',
  'city-officer',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const;
export type Role = (typeof roles)[number];

export const roleNames = {
  'community-worker': { zh: '社区工作人员', en: 'Community worker' },
  'street-clerk': { zh: '街道经办人', en: 'Street clerk' },
  'district-officer': { zh: '区县干部', en: 'District officer' },
  'city-officer': { zh: '市局干部', en: 'City officer' },
  'system-administrator': { zh: '系统管理员', en: 'System administrator' },
  'security-administrator': { zh: '安全管理员', en: 'Security administrator' },
  'audit-administrator': { zh: '审计管理员', en: 'Audit administrator' },
} as const satisfies Record<Role, { zh: string; en: string }>;

const deskWork = [
  'worklist.read',
  'resident.read',
  'resident.write',
  'resident.reveal',
  'resident.export',
  'household.write',
  'remark.write',
  'transfer.ask',
  'transfer.decide',
  'unemployment.write',
  'employment.write',
  'contact.write',
  'attachment.write',
  'certificate.issue',
  'retiree.write',
  'policy.write',
  'roster.import',
  'survey.write',
  'campaign.assign',
  'report.read',
  'report.submit',
  'report.export',
  'warning.handle',
  'analysis.write',
  'employer.monitor',
  'help.handle',
  'plan.read',
  'plan.work',
  'cadence.read',
  'cadence.record',
  'office.read',
  'parameter.read',
] as const satisfies readonly Permission[];

const oversight = [
  'worklist.read',
  'resident.read',
  'resident.reveal',
  'resident.export',
  'remark.write',
  'campaign.manage',
  'campaign.assign',
  'report.read',
  'report.submit',
  'report.accept',
  'report.close',
  'report.export',
  'warning.handle',
  'analysis.write',
  'employer.monitor',
  'help.handle',
  'plan.read',
  'plan.manage',
  'plan.work',
  'cadence.read',
  'cadence.record',
  'external.write',
  'exchange.export',
  'office.read',
  'parameter.read',
] as const satisfies readonly Permission[];

export const rolePermissions = {
  'community-worker': deskWork,
  'street-clerk': [...deskWork, 'campaign.manage', 'report.accept'],
  'district-officer': [...oversight, 'area.assign', 'ledger.review'],
  'city-officer': [...oversight, 'area.assign', 'ledger.review', 'ledger.define'],
  // The first three administrators are enough for two people: what the security administrator asks, the system administrator may consent to.
  'system-administrator': [
    'office.read',
    'office.manage',
    'area.manage',
    'parameter.read',
    'parameter.manage',
    'account.consent',
  ],
  'security-administrator': ['office.read', 'account.read', 'account.manage', 'account.consent'],
  'audit-administrator': ['office.read', 'audit.read'],
} as const satisfies Record<Role, readonly Permission[]>;

/**
 * Permissions that reach beyond the reading and entering of a community or street: who has one can change the rules, the rights or the log,
 * seal a month, or take the data of a whole district away. A role with one of them is granted by two people (security handbook §6 rule 19).
 */
export const highPermissions = [
  'report.close',
  'plan.manage',
  'external.write',
  'exchange.export',
  'ledger.define',
  'office.manage',
  'area.manage',
  'area.assign',
  'parameter.manage',
  'account.read',
  'account.manage',
  'account.consent',
  'audit.read',
] as const satisfies readonly Permission[];

/** The office kinds at which a role may be held: a right never reaches wider than the office's own area. */
export const roleOfficeKinds = {
  'community-worker': ['workstation'],
  'street-clerk': ['street-office'],
  'district-officer': ['district-centre'],
  'city-officer': ['city-bureau'],
  'system-administrator': ['city-bureau'],
  'security-administrator': ['city-bureau'],
  'audit-administrator': ['city-bureau'],
} as const satisfies Record<Role, readonly ('city-bureau' | 'district-centre' | 'street-office' | 'workstation')[]>;

const administrators: readonly Role[] = ['system-administrator', 'security-administrator', 'audit-administrator'];

/** 三员分立: an administrator post excludes every other role in the same account. */
export function rolesExcludeEachOther(a: Role, b: Role): boolean {
  return a !== b && (administrators.includes(a) || administrators.includes(b));
}

export function roleHas(role: Role, permission: Permission): boolean {
  return (rolePermissions[role] as readonly Permission[]).includes(permission);
}

/** Granting it needs a second person's consent. */
export function roleIsHigh(role: Role): boolean {
  return highPermissions.some((permission) => roleHas(role, permission));
}
