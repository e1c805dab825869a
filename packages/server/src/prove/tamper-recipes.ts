/**
 * How operations are called that need more than a fitting form: hints by field, or the calls themselves. Over 400 lines because it is one
 * table.
 */

import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { ownLedgerText } from './access-hints.ts';
import { citizenIdOf, creditCodeOf } from './made-numbers.ts';
import { pictureOf } from './made-pictures.ts';
import type { Hints } from './schema-values.ts';
import { addressOfProof, by, type TamperKit, type TamperRecipe, type TamperWay, worker } from './tamper-kit.ts';
import { signInRecipes } from './tamper-sign-in-recipes.ts';

/** They take away what others need: last, in this order. */
export const lateOperations: readonly string[] = [
  'account.sign-in',
  'account.change-password',
  'household.undo-membership',
  'resident.undo-move',
  'certificate.void',
  'policy.end-benefit',
  'policy.void-benefit',
  'policy.restore-benefit',
  'retiree.end-care',
  'retiree.void-care',
  'retiree.restore-care',
  'retiree.restore-confirmation',
  'certificate.restore',
  'contact.restore',
  'unemployment.deregister',
  'unemployment.reverse',
  'unemployment.void',
  'unemployment.restore',
  'employment.end',
  'employment.void',
  'employment.restore',
  'plan.void-actual',
  'plan.void-indicator',
  'external.void',
  'cadence.void-record',
  'campaign.end',
  'resident.end',
  'resident.reopen',
  'report.close',
  'submission.ask-correction',
  'submission.decide-correction',
  'submission.print-correction',
  'area.split',
  'area.merge',
  'area.merge-street',
  'area.undo-change',
  'task.retry',
  'account.end-session',
  'account.end-sessions',
  'account.end-post',
  'account.suspend',
  'account.resume',
  'account.sign-out',
  'account.end-all-sessions',
];

const street = '321102001000';
const district = '321102000000';
const paper = { documentNo: '镇民发〔2026〕1号', reason: '区划调整方案' };
const analysis = { 'indicators[]': 'registered-unemployed', area: district, month: '2026-10' };
const layoffs = { area: worker, month: '2026-10', indicator: 'layoff-persons' };
const registered: Hints = {
  citizenId: '321102198504154119',
  household: { how: 'none' },
  livesHereSince: '2020-01-01',
  hukouType: '51',
  education: null,
  ethnicity: null,
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
};
const unemployedLedger = { ledger: 'registered-unemployed', area: street };
const weekly = {
  form: 'weekly-market',
  area: street,
  period: '2026-W46',
  cell: '',
  row: 'fairs',
  value: 1,
  version: 0,
};

/** A household of two, made from a head and somebody without one of the same community. */
async function pairOf(kit: TamperKit): Promise<{ householdId: string; head: string; member: string }> {
  const [pair] = await kit.rows(`
    select h.household_id as "householdId", m.resident_id as head, r.resident_id as member from household h
    join household_member m on m.household_id = h.household_id and m.to_on is null and m.voided_at is null
    join resident r on r.area_id = h.area_id and not exists (select 1 from household_member o where o.resident_id = r.resident_id and o.to_on is null and o.voided_at is null)
    where h.ended_on is null and (select count(*) from household_member c where c.household_id = h.household_id and c.to_on is null) = 1 order by h.household_id desc limit 1`);
  await kit.ask('household.join', kit.tokens[0], {
    householdId: pair?.householdId,
    residentId: pair?.member,
    relation: '30',
    on: '2026-11-10',
  });
  return pair as { householdId: string; head: string; member: string };
}

const ofPair =
  (hints: (pair: { householdId: string; head: string; member: string }) => Hints): TamperRecipe =>
  async (kit) => [{ token: kit.tokens[0], parts: kit.parts({ on: '2026-11-15', ...hints(await pairOf(kit)) }) }];

/** Somebody of another district whom nobody else of the run has changed, by the serial of her made number. */
async function newcomer(kit: TamperKit, serial: number): Promise<Hints> {
  const citizenId = citizenIdOf(serial);
  await kit.ask('resident.register', kit.tokens[0], {
    ...registered,
    citizenId,
    name: `金丝外雀${serial}`,
    phone: `1390000${1000 + serial}`,
    areaCode: '321111001003',
  });
  return { citizenId, toAreaCode: worker };
}

/** Asks for somebody of another district first. */
const onTransfer =
  (serial: number, decide: 'builder' | 'asker'): TamperRecipe =>
  async (kit) => {
    const { json } = await kit.ask('transfer.ask', kit.world.tokens.worker, await newcomer(kit, serial));
    const token = decide === 'asker' ? kit.world.tokens.worker : kit.tokens[0];
    return [{ token, parts: kit.parts({ requestId: json?.requestId, movedOn: '2026-11-18' }) }];
  };

/** Sheets of the month that are signed. */
async function signedSheet(kit: TamperKit, hints: Hints): Promise<TamperWay[]> {
  const rows = await kit.rows(`select v.code as area, s.version from analysis_sheet s
    join area_version v on v.area_id = s.area_id and v.to_on is null where s.state = 'signed' and s.month = 202610`);
  return rows.map(({ version, ...row }) => ({
    token: kit.tokens[0],
    parts: kit.parts({ ...row, month: '2026-10', ...hints }),
    version: Number(version),
  }));
}

/** Two people in care, confirmed at once. */
const batchOfRetirees: TamperRecipe = async (kit) => {
  const rows = await kit.rows(
    'select resident_id as "residentId" from retiree_care where voided_at is null and ended_on is null limit 2',
  );
  const residentIds = rows.map((row) => row.residentId);
  return [{ token: kit.tokens[0], parts: kit.parts({ residentIds, confirmedOn: '2026-11-03', result: 'confirmed' }) }];
};

/** Rows of a table as the ids of a path, all of them by the first of the tokens. */
const onRows =
  (text: string, hints: Hints = {}): TamperRecipe =>
  async (kit) =>
    (await kit.rows(text)).map(({ version, ...row }) => ({
      token: kit.tokens[0],
      parts: kit.parts({ ...row, ...hints }),
      ...(version !== undefined && { version: Number(version) }),
    }));

const planned: Hints = {
  kind: 'expected',
  direction: 'at-least',
  measure: 'flow',
  catalogueKey: null,
  unit: '人',
  path: [{ year: 2026, value: 11 }],
  ownerOfficeId: null,
  ownerName: '',
  totalTarget: null,
  baselineYear: null,
  baselineValue: null,
};

const planTask: TamperRecipe = async (kit) => {
  const tasks = await kit.rows(
    `select t.plan_id as "planId", t.task_id as "taskId", t.owner_office_id as "ownerOfficeId" from plan_task t limit 6`,
  );
  const hints = {
    indicatorId: null,
    parentTaskId: null,
    startOn: '2026-10-01',
    dueOn: '2026-12-02',
    milestones: [],
    title: '改后任务',
  };
  return tasks.map((task) => ({ token: kit.tokens[0], parts: kit.parts({ ...hints, ...task }) }));
};

const drive: Hints = {
  purpose: '',
  kind: 'full',
  startsOn: '2026-11-01',
  endsOn: '2026-12-31',
  recheckPercent: 10,
  communities: [worker],
};

const presentAttachments =
  'select attachment_id as "attachmentId" from attachment where dropped_at is null order by attachment_id desc limit 3';

/** Survey drives of the street in a state; the last one first. */
const onCampaigns = (hints: Hints, state: 'drafted' | 'running'): TamperRecipe =>
  onRows(
    `select k.campaign_id as "campaignId", k.version from campaign k join area_version v on v.area_id = k.area_id and v.to_on is null
      where v.code = '${street}' and k.state = '${state}' order by k.created_at desc limit 3`,
    hints,
  );

const texts = Object.fromEntries(
  ['job-seeking', 're-employment', 'service-needs', 'unemployed-status', 'next-month'].map((key) => [
    key,
    '情况平稳。',
  ]),
);

export const tamperRecipes: Readonly<Record<string, TamperRecipe>> = {
  ...signInRecipes,
  'warning.acknowledge': async (kit) => {
    // Thirty people at once: above the line of the law.
    const { json } = await kit.ask('monitored-employer.add', kit.tokens[0], {
      creditCode: creditCodeOf(901),
      name: '金丝裁员厂',
      area: worker,
      fromOn: '2026-09-01',
      phone: '13700009997',
    });
    const month = { month: '2026-10', staffStart: 200, hired: 0, departed: 30, laidOff: 30, staffEnd: 170 };
    for (const version of [0, 1, 2])
      await kit.ask('monitored-employer.report-month', kit.tokens[0], {
        employerId: json?.employerId,
        ...month,
        version,
      });
    return [{ token: kit.tokens[0], parts: kit.parts(layoffs) }];
  },
  'warning.handle': by('builder', { ...layoffs, dueOn: '2026-12-01' }),
  'warning.inform': by('builder', { ...layoffs, direction: 'up' }),
  'warning.close': by('builder', layoffs),
  'warning.confirm-notice': async (kit) => {
    const rows = await kit.rows(`select notice_id as "noticeId" from warning_notice`);
    return rows.map((row) => ({ token: kit.world.tokens.clerk, parts: kit.parts(row) }));
  },
  'analysis.export-xlsx': by('builder', {
    asked: { table: 'comparison', area: district, month: '2026-10', indicators: 'registered-unemployed' },
  }),
  'analysis.save': by('builder', { ...analysis, name: '比较' }),
  'analysis.change-saved': async (kit) => {
    const { json } = await kit.ask('analysis.save', kit.tokens[0], { ...analysis, name: '改名前' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...analysis, ...json, name: '改名后' }) }];
  },
  'analysis.delete-saved': async (kit) => {
    const { json } = await kit.ask('analysis.save', kit.tokens[0], { ...analysis, name: '删除' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...json }) }];
  },
  'analysis-sheet.save': { month: '2026-09', texts },
  'analysis-sheet.sign': { month: '2026-10', texts },
  'analysis-sheet.remark': async (kit) => {
    // Whoever revises one takes its signature away.
    for (const version of [1, 2, 3])
      await kit.ask('analysis-sheet.sign', kit.tokens[0], {
        area: '321102001003',
        month: '2026-10',
        texts,
        version,
      });
    return signedSheet(kit, { text: '请补充下月安排' });
  },
  'analysis-sheet.revise': (kit) => signedSheet(kit, {}),
  'attachment.add-to-resident': onRows(
    'select resident_id as "residentId" from attachment where resident_id is not null limit 3',
    {
      kind: 'proof',
      file: { name: '证明.jpg', bytes: pictureOf(7) },
    },
  ),
  'attachment.add-to-household': onRows(
    'select household_id as "householdId" from attachment where household_id is not null limit 3',
    {
      kind: 'other',
      file: { name: '房屋.jpg', bytes: pictureOf(8) },
    },
  ),
  'attachment.view': onRows(presentAttachments, { purpose: '核对材料' }),
  'attachment.drop': onRows(presentAttachments, { why: '重复上传' }),
  'attachment.restore': async (kit) => {
    const rows = await kit.rows(presentAttachments);
    for (const row of rows) await kit.ask('attachment.drop', kit.tokens[0], { ...row, why: '重复上传' });
    return rows.map((row) => ({ token: kit.tokens[0], parts: kit.parts({ ...row, why: '移错了' }) }));
  },
  'campaign.create': by('builder', { ...drive, areaCode: street, name: '新的调查' }),
  'campaign.change': onCampaigns({ ...drive, name: '改名的调查', startsOn: '2026-11-02' }, 'drafted'),
  'campaign.delete-draft': async (kit) => {
    const { json } = await kit.ask('campaign.create', kit.tokens[0], {
      ...drive,
      areaCode: street,
      name: '要删的调查',
    });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...json, version: 1 }) }];
  },
  'campaign.start': onCampaigns({ confirmed: true }, 'drafted'),
  'campaign.end': onCampaigns({}, 'running'),
  'campaign.assign': async (kit) => {
    const rows = await kit.rows(`select k.campaign_id as "campaignId", h.entry_id as id from campaign k
      join campaign_household h on h.campaign_id = k.campaign_id where k.state = 'running' limit 2`);
    return rows.map(({ id, ...row }) => ({
      token: kit.tokens[0],
      parts: kit.parts({ ...row, area: '321100000000', what: { how: 'chosen', entryIds: [id] }, to: null }),
    }));
  },
  'campaign.share': async (kit) => {
    const rows = await kit.rows(`select k.campaign_id as "campaignId", a.account_id as id from campaign k
      join area_version v on v.area_id = k.area_id and v.to_on is null and v.code = '${street}'
      cross join account a join post p on p.account_id = a.account_id and p.role = 'street-clerk'
      join office o on o.office_id = p.office_id and o.area_id = k.area_id where k.state = 'running'`);
    return rows.map(({ id, ...row }) => ({
      token: kit.tokens[0],
      parts: kit.parts({ ...row, area: street, which: 'open', accounts: [id], wholeBuildings: false }),
    }));
  },
  'campaign.visit': onRows(
    `select h.entry_id as "entryId" from campaign_household h join campaign k on k.campaign_id = h.campaign_id where k.state = 'running' limit 4`,
    { outcome: 'refused', visitedOn: '2026-11-20', nextOn: null, note: '不开门' },
  ),
  'campaign.void-visit': onRows(
    `select v.visit_id as "visitId" from campaign_visit v join campaign k on k.campaign_id = v.campaign_id
      where k.state = 'running' and v.voided_at is null limit 4`,
  ),
  'campaign.find': async (kit) =>
    (
      await kit.rows(`select k.campaign_id as "campaignId" from campaign k
        join campaign_community m on m.campaign_id = k.campaign_id join area_version v on v.area_id = m.area_id and v.to_on is null
        where k.state = 'running' and v.code = '${worker}'`)
    ).map((row) => ({ token: kit.tokens[0], parts: kit.parts({ ...row, area: worker, address: addressOfProof }) })),
  'campaign.draw': async (kit) => {
    // Everything of the street that is not drawn yet becomes due.
    const rows = await kit.rows(`update campaign k set recheck_percent = 100 from area_version v
      where v.area_id = k.area_id and v.code = '${street}' and k.state = 'running' returning k.campaign_id as "campaignId"`);
    const clerks = await kit.rows(`select p.account_id as id from post p join office o on o.office_id = p.office_id
      join area_version v on v.area_id = o.area_id where p.role = 'street-clerk' and v.code = '${street}'`);
    return rows.map((row) => ({
      token: kit.tokens[0],
      parts: kit.parts({ ...row, area: street, checkers: clerks.map(({ id }) => id) }),
    }));
  },
  'campaign.submit-recheck': async (kit) => {
    const rows = await kit.rows(
      `select recheck_id as "recheckId" from campaign_recheck where submitted_at is null limit 6`,
    );
    const { clerk } = kit.world.tokens;
    return rows.flatMap((row) =>
      [clerk, kit.world.tokens['clerk-other-district'], kit.tokens[0]].map((token) => ({
        token,
        parts: kit.parts({ ...row, people: [] }),
      })),
    );
  },
  'campaign.decide': async (kit) => {
    const rows = await kit.rows(
      `select difference_id as "differenceId", version from campaign_difference where verdict is null limit 4`,
    );
    const { clerk } = kit.world.tokens;
    // Whoever surveyed a household does not decide: here the builder did.
    return rows.flatMap(({ version, ...row }) =>
      [clerk, kit.world.tokens['clerk-other-district']].map((token) => ({
        token,
        parts: kit.parts({ ...row, verdict: 'first' }),
        version: Number(version),
      })),
    );
  },
  'campaign.print-list': onCampaigns({ area: street, worker: null }, 'running'),
  'campaign.export': onCampaigns({ area: street }, 'running'),
  'campaign.print-summary': onCampaigns({ area: street }, 'running'),
  'cadence.record': onRows(
    `select o.office_id as "officeId" from office o join area_version v on v.area_id = o.area_id where v.code = '${worker}'`,
    { rule: 'community-meeting', period: '2026-W45', heldOn: '2026-11-05' },
  ),
  'cadence.change-record': onRows(
    `select record_id as "recordId", version from cadence_record where voided_at is null order by record_id desc limit 6`,
    { heldOn: '2026-11-10', place: '社区会议室', people: 7 },
  ),
  'cadence.void-record': onRows(
    `select record_id as "recordId", version from cadence_record where voided_at is null order by record_id desc limit 6`,
  ),
  'contact.void': onRows(
    `select contact_id as "contactId", resident_id as "residentId" from contact where voided_at is null limit 3`,
  ),
  ...Object.fromEntries(
    [
      ['contact', 'contactId'],
      ['certificate', 'certificateId'],
      ['unemployment', 'registrationId'],
      ['employment', 'employmentId'],
      ['policy-benefit', 'benefitId', 'policy.restore-benefit'],
      ['retiree-care', 'careId', 'retiree.restore-care'],
      ['confirmation', 'confirmationId', 'retiree.restore-confirmation'],
    ].map(([kind, id, operation]) => [
      operation ?? `${kind}.restore`,
      onRows(`select record_id as "${id}", resident_id as "residentId", change_id as "changeId" from registration_change
        where record_kind = '${kind}' and action = 'voided' order by changed_at desc limit 3`),
    ]),
  ),
  'help-request.forward': { area: null, to: '区残联' },
  'monitored-employer.follow-layoff': onRows(`select layoff_id as "layoffId", version from layoff_report limit 3`),
  'plan.void-actual': onRows(`select i.plan_id as "planId", a.actual_id as "actualId" from plan_actual a
    join plan_indicator i on i.district_id = a.district_id and i.indicator_id = a.indicator_id where a.voided_at is null limit 3`),
  'area.rename': by('system', {
    ...paper,
    code: worker,
    newCode: worker,
    name: '贺家弄第一社区居委会',
    urbanRural: '111',
    effectiveOn: '2026-11-20',
  }),
  'area.create': by('system', {
    ...paper,
    code: '321102001009',
    name: '新设社区居委会',
    kind: 'community',
    parentCode: street,
    urbanRural: '111',
    effectiveOn: '2026-11-20',
  }),
  'area.change-parent': by('system', {
    ...paper,
    code: '321102002003',
    newCode: '321102001008',
    parentCode: street,
    effectiveOn: '2026-11-20',
  }),
  'area.split': by('builder', {
    ...paper,
    code: '321111001001',
    effectiveOn: '2026-11-18',
    parts: [{ intoCode: '321111001002', addresses: ['金丝巷7号'] }],
  }),
  'area.preview-split': by('builder', {
    code: '321111001001',
    effectiveOn: '2026-11-18',
    parts: [{ intoCode: '321111001002', addresses: ['金丝巷7号'] }],
  }),
  'area.merge': by('system', {
    ...paper,
    code: '321111002003',
    intoCode: '321111002002',
    effectiveOn: '2026-11-20',
  }),
  'area.merge-street': by('system', {
    ...paper,
    code: '321111002000',
    intoCode: '321111001000',
    effectiveOn: '2026-11-20',
  }),
  'area.undo-change': async (kit) => {
    const changes = await kit.rows(`select change_id as "changeId" from area_change order by made_at desc`);
    return changes.map((change) => ({ token: kit.tokens[1], parts: kit.parts({ ...paper, ...change }) }));
  },
  'office.open': by('system', {
    kind: 'workstation',
    name: '新设社区工作站',
    areaCode: '321102001009',
    openedOn: '2026-11-20',
  }),
  'office.change': async (kit) => {
    const offices = await kit.rows(`select office_id as "officeId" from office limit 3`);
    return offices.map((office) => ({
      token: kit.tokens[1],
      parts: kit.parts({ ...office, name: '改名工作站', openedOn: '2015-01-01', closedOn: null }),
    }));
  },
  'ledger-use.retire': { ledger: 'departed', column: 'education' },
  'ledger-use.restore': async (kit) => {
    await kit.ask('ledger-use.retire', kit.tokens[0], { ledger: 'departed', column: 'marital' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ledger: 'departed', column: 'marital' }) }];
  },
  'policy.record-benefit': onRows(`select resident_id as "residentId" from resident where ended_on is null limit 3`, {
    policy: 'skill-subsidy',
    fromOn: '2026-06-01',
    toOn: null,
  }),
  'policy.end-benefit': onRows(
    `select resident_id as "residentId", benefit_id as "benefitId", version from policy_benefit where voided_at is null and to_on is null limit 3`,
    { toOn: '2026-11-10' },
  ),
  'policy.void-benefit': onRows(
    `select resident_id as "residentId", benefit_id as "benefitId", version from policy_benefit where voided_at is null order by benefit_id desc limit 3`,
  ),
  'retiree.take-into-care': onRows(
    `select resident_id as "residentId" from resident r where ended_on is null and not exists
      (select 1 from retiree_care t where t.district_id = r.district_id and t.resident_id = r.resident_id) limit 5`,
    { retiredOn: '2026-01-05', handedOverOn: '2026-02-01', lastConfirmedOn: null },
  ),
  'retiree.change-care': onRows(
    `select resident_id as "residentId", care_id as "careId", version from retiree_care where voided_at is null and ended_on is null limit 3`,
    { livingOn: '2026-11-02' },
  ),
  'retiree.end-care': onRows(
    `select resident_id as "residentId", care_id as "careId", version from retiree_care where voided_at is null and ended_on is null order by care_id desc limit 3`,
    { endedOn: '2026-11-10' },
  ),
  'retiree.void-care': onRows(
    `select resident_id as "residentId", care_id as "careId", version from retiree_care t where voided_at is null and not exists
      (select 1 from eligibility_confirmation k where k.district_id = t.district_id and k.resident_id = t.resident_id and k.voided_at is null) limit 3`,
  ),
  'retiree.confirm': onRows(
    `select resident_id as "residentId" from retiree_care where voided_at is null and ended_on is null order by care_id limit 5`,
    { confirmedOn: '2026-11-02', result: 'confirmed' },
  ),
  'retiree.void-confirmation': onRows(
    `select resident_id as "residentId", confirmation_id as "confirmationId" from eligibility_confirmation where voided_at is null limit 3`,
  ),
  'retiree.preview-batch': batchOfRetirees,
  'retiree.confirm-batch': batchOfRetirees,
  'contact.record': { outcome: '01', service: null, nextOn: null },
  'employment.register': {
    type: '10',
    urban: true,
    startedOn: '2026-11-12',
    employerName: '镇江港务公司',
    employerCode: null,
    occupation: null,
    industry: null,
  },
  'employment.change': {
    type: '10',
    urban: true,
    startedOn: '2026-10-09',
    employerName: '镇江港务公司',
    employerCode: null,
    occupation: '搬运',
    industry: null,
  },
  'employment.end': { reason: '03', endedOn: '2026-11-10' },
  'exchange.prepare': by('builder', {
    edition: 'national-2016',
    tables: ['DY11'],
    mode: 'all',
    asOf: '2026-11-10',
    format: 'csv-utf8',
    areaCode: district,
  }),
  'exchange.make': onRows(
    `select delivery_id as "deliveryId", version from exchange_delivery where state = 'checked' limit 3`,
    { onError: 'leave-out' },
  ),
  'exchange.download': onRows(
    `select delivery_id as "deliveryId" from exchange_delivery where state = 'ready' limit 3`,
  ),
  'exchange.validate': {
    edition: 'national-2016',
    table: 'DY11',
    file: { name: 'DY11.csv', bytes: Buffer.from('姓名,公民身份号码\n甲,321102198504154119\n') },
  },
  'external.enter': by('builder', {
    area: district,
    indicator: 'surveyed-unemployment-rate',
    period: '2026-09',
    value: 5.2,
  }),
  'household.join': async (kit) => {
    const [pair] = await kit.rows(`
      select h.household_id as "householdId", r.resident_id as "residentId" from household h join resident r on r.area_id = h.area_id
      and not exists (select 1 from household_member o where o.resident_id = r.resident_id and o.to_on is null) order by h.household_id limit 1`);
    return [{ token: kit.tokens[0], parts: kit.parts({ ...pair, relation: '30', on: '2026-11-10' }) }];
  },
  'household.leave': ofPair(({ householdId, member }) => ({ householdId, residentId: member })),
  'household.split': ofPair(({ householdId, member }) => ({
    householdId,
    headResidentId: member,
    members: [{ residentId: member, relation: '02' }],
    address: '金丝巷新址',
  })),
  'household.change-head': ofPair(({ householdId, head, member }) => ({
    householdId,
    headResidentId: member,
    relations: [{ residentId: head, relation: '52' }],
  })),
  'household.change': { kind: 'family', number: 'H1', address: '金丝巷新门牌' },
  'monitored-employer.undo': async (kit) => {
    const rows = await kit.rows(
      `select employer_id as "employerId", change_id as "changeId" from monitored_employer_change order by changed_at desc limit 6`,
    );
    return rows.map((row) => ({ token: kit.tokens[0], parts: kit.parts(row) }));
  },
  'monitored-employer.add': {
    creditCode: '91350100M000100Y43',
    name: '恒顺机械有限公司',
    fromOn: '2026-10-01',
    phone: '13700009999',
  },
  'monitored-employer.change': { name: '金丝改名厂', phone: '13700009998' },
  'monitored-employer.report-month': {
    month: '2026-10',
    staffStart: 200,
    hired: 1,
    departed: 1,
    laidOff: 0,
    staffEnd: 200,
    version: 0,
  },
  'monitored-employer.end': { toOn: '2026-11-19' },
  'parameter.set': by('system', { key: 'unemp.long_months', areaCode: null, fromOn: '2026-12-01', value: 11 }),
  'parameter.void': async (kit) => {
    const rows = await kit.rows(`select parameter_id as "parameterId" from parameter order by from_on desc limit 3`);
    return rows.map((row) => ({ token: kit.tokens[1], parts: kit.parts(row) }));
  },
  'plan.create': { name: '年度计划', kind: 'yearly', from: '2026-01', to: '2026-12' },
  'plan.add-indicator': { ...planned, name: '新增的指标' },
  'plan.change-indicator': { ...planned, name: '改后的指标' },
  'plan.add-task': planTask,
  'plan.change-task': planTask,
  'plan.set-targets': async (kit) => {
    const plans = await kit.rows(`select plan_id as "planId", indicator_id as "indicatorId" from plan_indicator i
      join plan p using (plan_id) join area_version v on v.area_id = p.area_id where v.code = '${district}' and p.kind = 'five-year'`);
    const targets = [{ areaCode: street, before: null, value: 5 }];
    return plans.map((plan) => ({ token: kit.tokens[0], parts: kit.parts({ ...plan, year: 2026, targets }) }));
  },
  'plan.import-indicators': { text: '指标\t单位\t性质\t2026年\n城镇新增就业\t人\t预期性\t100' },
  'plan.change-evaluation': { text: '改后的评估' },
  'plan.record-actual': { period: '2026-09', value: 2 },
  'plan.report-progress': { state: 'doing', percent: 10, milestonesDone: [] },
  'report.submit': async (kit) => [
    { token: kit.world.tokens.worker, parts: kit.parts({ area: worker, month: '2026-09', version: 0 }) },
  ],
  'report.return': async (kit) => [
    { token: kit.world.tokens.clerk, parts: kit.parts({ area: worker, month: '2026-09', version: 1 }) },
  ],
  'report.accept': async (kit) => {
    await kit.ask('report.submit', kit.world.tokens.worker, { area: worker, month: '2026-09', version: 2 });
    return [{ token: kit.world.tokens.clerk, parts: kit.parts({ area: worker, month: '2026-09', version: 3 }) }];
  },
  'report.close': async (kit) => [
    {
      token: kit.world.tokens.district,
      parts: kit.parts({ area: district, month: '2026-09', force: true, reason: '逾期锁定' }),
    },
    {
      token: kit.world.tokens.city,
      parts: kit.parts({ area: '321100000000', month: '2026-09', force: true, reason: '逾期锁定' }),
    },
  ],
  'report-form.enter': async (kit) => [{ token: kit.world.tokens.clerk, parts: kit.parts(weekly) }],
  'report-form.write-narrative': async (kit) => [{ token: kit.world.tokens.clerk, parts: kit.parts(weekly) }],
  'report-form.explain': async (kit) => [
    { token: kit.world.tokens.clerk, parts: kit.parts({ ...weekly, check: 'vacancies-jump' }) },
  ],
  'ledger.define': async (kit) => [
    { token: kit.tokens[0], parts: kit.parts({ text: ownLedgerText, version: 0 }), version: 0 },
  ],
  'ledger.withdraw': async (kit) => {
    const text = ownLedgerText.replace('proof-ledger', 'proof-withdrawn');
    await kit.ask('ledger.define', kit.tokens[0], { text, version: 0 });
    return [{ token: kit.tokens[0], parts: kit.parts({ ledger: 'proof-withdrawn', version: 1 }) }];
  },
  'ledger.export': by('builder', unemployedLedger),
  'ledger.print': by('builder', unemployedLedger),
  'ledger.start-cards': by('builder', { ...unemployedLedger, format: 'xlsx' }),
  'ledger.start-export': by('builder', unemployedLedger),
  'ledger.download-export': async (kit) => {
    const { json } = await kit.ask('ledger.start-export', kit.tokens[0], unemployedLedger);
    await kit.world.system.tasks.runNow(String(json?.taskId));
    return [{ token: kit.tokens[0], parts: kit.parts({ ...json }) }];
  },
  'volume.start': by('builder', { area: street, lists: ['registered-unemployed'], format: 'xlsx' }),
  'ledger.save-view': by('builder', { ...unemployedLedger, name: '视图' }),
  'ledger.change-view': async (kit) => {
    const { json } = await kit.ask('ledger.save-view', kit.tokens[0], { ...unemployedLedger, name: '改名前' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...json, name: '改名后' }) }];
  },
  'ledger.delete-view': async (kit) => {
    const { json } = await kit.ask('ledger.save-view', kit.tokens[0], { ...unemployedLedger, name: '删除' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...json }) }];
  },
  'report-form.export-xlsx': by('builder', weekly),
  'report-form.export-pdf': by('builder', { ...weekly, paper: 'a4' }),
  'resident.register': registered,
  'resident.change': { fields: { phone: '13912345670', address: addressOfProof, note: '备注' } },
  'resident.correct-identity': { citizenId: '321102198504154135' },
  'resident.undo-move': async (kit) => {
    const { json } = await kit.ask('resident.register', kit.tokens[0], {
      ...registered,
      citizenId: citizenIdOf(790),
      name: '金丝外雀迁回',
      areaCode: worker,
    });
    const residentId = String(json?.residentId);
    const where = { toAreaCode: '321102001002', address: '', movedOn: '2026-11-15', withHousehold: false };
    const moved = await kit.ask('resident.move', kit.tokens[0], { residentId, version: 1, ...where });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...moved.json, residentId }) }];
  },
  'household.undo-membership': async (kit) => {
    const { json } = await kit.ask('resident.register', kit.tokens[0], {
      ...registered,
      citizenId: citizenIdOf(791),
      name: '金丝外雀返户',
      areaCode: worker,
      household: { how: 'new' },
    });
    const residentId = String(json?.residentId);
    const [home] = await kit.rows(
      `select household_id as "householdId" from household_member where resident_id = '${residentId}'`,
    );
    const of = { householdId: home!.householdId, residentId };
    const left = await kit.ask('household.leave', kit.tokens[0], { ...of, on: '2026-11-15' });
    return [{ token: kit.tokens[0], parts: kit.parts({ ...left.json, ...of }) }];
  },
  // Remarks take no numbers, not even in why one goes.
  'remark.void': { why: '写错了' },
  'resident.move': { toAreaCode: '321102001002', address: '金丝巷迁入', movedOn: '2026-11-15', withHousehold: false },
  'resident.end': { reason: 'moved-out', on: '2026-11-18' },
  'resident.reopen': async (kit) => {
    const rows = await kit.rows(
      `select resident_id as "residentId", version from resident where ended_on is not null limit 3`,
    );
    return rows.map(({ version, ...row }) => ({
      token: kit.tokens[0],
      parts: kit.parts(row),
      version: Number(version),
    }));
  },
  'resident.find': { text: '金丝' },
  'search.find': { text: '金丝' },
  'resident.record-ability': { able: true, willing: true, fromOn: '2026-11-10' },
  'resident.export': { area: district },
  'roster.remap': async (kit) => {
    const rows = await kit.rows(
      `select batch_id as "batchId" from import_batch where status in ('read', 'judged') limit 3`,
    );
    const sheets = [{ use: true, fields: ['name', 'citizenId', 'phone'] }];
    return rows.map((row) => ({ token: kit.tokens[0], parts: kit.parts({ ...row, kind: 'labour-force', sheets }) }));
  },
  'roster.upload': by('builder', {
    areaCode: worker,
    file: { name: '名册.csv', bytes: Buffer.from('姓名,身份证号,联系电话\n乙某,321102198504154178,13500001235\n') },
  }),
  'submission.submit': async (kit) => {
    const token = kit.world.tokens.clerk;
    for (const row of [
      'fairs',
      'fair-employers',
      'vacancies',
      'new-vacancies',
      'seekers',
      'unemployed-seekers',
      'graduate-seekers',
      'intentions',
      'next-fairs',
    ])
      for (const version of [0, 1])
        await kit.ask('report-form.enter', token, { ...weekly, row, value: row === 'seekers' ? 2 : 1, version });
    return [{ token, parts: kit.parts(weekly) }];
  },
  'submission.return': async (kit) => [{ token: kit.world.tokens.district, parts: kit.parts(weekly) }],
  'submission.accept': async (kit) => {
    for (const version of [0, 1, 2, 3])
      await kit.ask('submission.submit', kit.world.tokens.clerk, { ...weekly, version });
    return [{ token: kit.world.tokens.district, parts: kit.parts(weekly) }];
  },
  'submission.lock': async (kit) => [{ token: kit.world.tokens.district, parts: kit.parts(weekly) }],
  'submission.remind': async (kit) => [
    { token: kit.world.tokens.clerk, parts: kit.parts({ form: 'monthly', area: street, period: '2026-10' }) },
    { token: kit.world.tokens.district, parts: kit.parts({ form: 'monthly', area: district, period: '2026-10' }) },
  ],
  'submission.export-board': by('builder', { form: 'monthly', area: street, period: '2026-10' }),
  'submission.ask-correction': async (kit) => {
    const wish = { form: 'monthly', area: worker, period: '2026-09', row: 'registered-unemployed', column: 'total' };
    return [{ token: kit.world.tokens.worker, parts: kit.parts(wish) }];
  },
  'submission.decide-correction': async (kit) => {
    const rows = await kit.rows(`select correction_id as "correctionId" from report_correction limit 2`);
    return rows.map((row) => ({ token: kit.world.tokens.clerk, parts: kit.parts({ ...row, accepted: true }) }));
  },
  'submission.print-correction': async (kit) => {
    const rows = await kit.rows(`select correction_id as "correctionId" from report_correction limit 2`);
    return rows.map((row) => ({ token: kit.world.tokens.clerk, parts: kit.parts(row) }));
  },
  'survey.save': by('builder', {
    areaCode: worker,
    rows: [
      {
        rowKey: '01a20000-0000-7000-8000-000000000001',
        confirmed: false,
        household: { how: 'together', group: 0 },
        relation: null,
        name: '丙某',
        citizenId: `32110219850415421${checkDigit('32110219850415421')}`,
        phone: '13500001236',
        address: '金丝巷调查',
        hukouType: null,
        education: null,
        employmentStatus: null,
        employer: '',
        note: '',
      },
    ],
  }),
  'survey.undo': onRows(`select distinct cause as "saveId" from survey_row where undone_at is null limit 3`),
  'task.retry': async (kit) => {
    // As if the machine had stopped in the middle of them.
    const tasks = await kit.rows(`update task set status = 'failed', message = '' where status <> 'running'
      and kind not in ('roster-apply', 'roster-undo', 'exchange-check', 'exchange-make') returning task_id as "taskId"`);
    const { district, city } = kit.world.tokens;
    const tokens = [kit.tokens[0], kit.tokens[1], district, city];
    return tasks.flatMap((task) => tokens.map((token) => ({ token, parts: kit.parts(task) })));
  },
  'preference.keep': by('builder', { key: 'language', value: 'zh' }),
  'task.cancel': async (kit) => {
    const rows = await kit.rows(`select task_id as "taskId" from task where status in ('waiting', 'running') limit 4`);
    return rows.map((row) => ({ token: kit.tokens[0], parts: kit.parts(row) }));
  },
  'transfer.ask': async (kit) => [{ token: kit.world.tokens.worker, parts: kit.parts(await newcomer(kit, 701)) }],
  'transfer.agree': onTransfer(702, 'builder'),
  'transfer.refuse': onTransfer(703, 'builder'),
  'transfer.withdraw': onTransfer(704, 'asker'),
  'unemployment.register': async (kit) => {
    const people = await kit.rows(`select resident_id as "residentId" from resident r
      where not exists (select 1 from employment e where e.resident_id = r.resident_id and e.voided_at is null)
        and not exists (select 1 from unemployment_registration u where u.resident_id = r.resident_id and u.voided_at is null)`);
    const hints = { reason: '02', registeredOn: '2026-11-12', unemployedSince: '2026-11-01', promiseSigned: true };
    return people.map((one) => ({ token: kit.tokens[0], parts: kit.parts({ ...hints, ...one }) }));
  },
  'unemployment.change': { reason: '03', registeredOn: '2026-09-11', unemployedSince: '2026-08-20' },
  'unemployment.deregister': { reason: '081', endedOn: '2026-11-18', evidence: 'signed-statement' },
};
