import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import type { householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { HouseholdCard } from '../platform/pdf-templates.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { statusWords } from '../resident/card-words.ts';
import { getHousehold, type HouseholdTableRow } from '../resident/household-members.ts';
import { type CardContext, printedBy } from '../resident/print-person-card.ts';
import { householdSubject } from './change-household-file.ts';
import { readHouseholdFile } from './household.queries.ts';

interface CardMember {
  resident_id: string;
  birth_on: PlainDate;
  citizen_id_masked: string;
  education: string | null;
  detail: string;
}

/** What the card shows of each member beside the file: where she works, or else what she wishes. */
async function cardMembers(
  r: Reader,
  household: HouseholdTableRow,
  ids: readonly string[],
  today: PlainDate,
): Promise<Map<string, CardMember>> {
  const { rows } = await sql<CardMember>`
    select p.resident_id, p.birth_on, p.citizen_id_masked, p.education, coalesce(
      (select e.employer_name from employment e where e.district_id = p.district_id and e.resident_id = p.resident_id and e.voided_at is null
        and e.started_on <= ${today}::date and (e.ended_on is null or e.ended_on > ${today}::date) order by e.started_on desc limit 1),
      (select u.job_wish from unemployment_registration u where u.district_id = p.district_id and u.resident_id = p.resident_id
        and u.voided_at is null and u.ended_on is null limit 1), '') as detail
    from resident p where p.district_id = any(${household.member_districts}::int[]) and p.resident_id = any(${ids}::uuid[])`.execute(
    r,
  );
  return new Map(rows.map((row) => [row.resident_id, row]));
}

interface Visit {
  on: PlainDate;
  name: string;
  way: string;
  outcome: string;
  note: string;
  by: string | null;
}

async function visitsOf(r: Reader, household: HouseholdTableRow, ids: readonly string[]): Promise<Visit[]> {
  const { rows } = await sql<Visit>`
    select c.contacted_on as on, p.name, c.way, c.outcome, c.note, a.name as by from contact c
    join resident p on p.district_id = c.district_id and p.resident_id = c.resident_id left join account a on a.account_id = c.created_by
    where c.district_id = any(${household.member_districts}::int[]) and c.resident_id = any(${ids}::uuid[]) and c.voided_at is null
    order by c.contacted_on desc, c.contact_id desc limit 12`.execute(r);
  return rows;
}

const words = {
  zh: {
    card: '一户一卡',
    zero: '疑似零就业家庭',
    kind: '户类型',
    kinds: { family: '家庭户', collective: '集体户' },
    members: '家庭人口',
    people: (count: number) => `${count} 人`,
    outside: '外社区',
    hardship: '困难类别',
    none: '没有登记',
    since: (category: string, on: string) => `${category}（${on} 起）`,
    marked: (name: string, categories: string[]) => `${name}：${categories.join('、')}`,
    and: '；',
  },
  en: {
    card: 'household-card',
    zero: 'Zero-employment family (to be checked)',
    kind: 'Kind of household',
    kinds: { family: 'Family', collective: 'Collective' },
    members: 'Members',
    people: (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`,
    outside: 'Elsewhere',
    hardship: 'Hardship',
    none: 'None recorded',
    since: (category: string, on: string) => `${category} (since ${on})`,
    marked: (name: string, categories: string[]) => `${name}: ${categories.join(', ')}`,
    and: '; ',
  },
} as const satisfies Record<Language, object>;

/** Hardship marks of members as they are recorded today, by person. */
async function hardshipOf(
  r: Reader,
  household: HouseholdTableRow,
  ids: readonly string[],
  today: PlainDate,
): Promise<Map<string, { category: string; from_on: PlainDate }[]>> {
  const { rows } = await sql<{ resident_id: string; category: string; from_on: PlainDate }>`
    select k.resident_id, k.category, min(k.from_on) as from_on from hardship_mark k
    where k.district_id = any(${household.member_districts}::int[]) and k.resident_id = any(${ids}::uuid[]) and k.voided_at is null
      and k.from_on <= ${today}::date and (k.to_on is null or k.to_on > ${today}::date)
    group by k.resident_id, k.category order by 3, 2`.execute(r);
  return Map.groupBy(rows, (row) => row.resident_id);
}

/** The card of one household; members outside the reader's scope appear with name and relation alone. */
export async function householdCard(
  c: CardContext,
  householdId: string,
): Promise<{ card: HouseholdCard; subject: ReturnType<typeof householdSubject> }> {
  const household = await getHousehold(c.r, c.scope, householdId);
  const file = await readHouseholdFile(c.r, c.scope, c.tree, c.today, householdId);
  const seen = file.members.filter((m) => m.inScope).map((m) => m.residentId);
  const details = await cardMembers(c.r, household, seen, c.today);
  const visits = await visitsOf(c.r, household, seen);
  const marks = await hardshipOf(c.r, household, seen, c.today);
  const { language } = c;
  const w = words[language];
  const hardship = file.members.flatMap((m) => {
    const some = marks.get(m.residentId);
    return some
      ? [
          w.marked(
            m.name,
            some.map((one) => w.since(codeName(hardshipCategories, one.category, language), one.from_on)),
          ),
        ]
      : [];
  });
  const card: HouseholdCard = {
    number: file.number,
    head: file.headName ?? '',
    community: file.area.pathName,
    address: file.address,
    status: file.zeroEmploymentCandidate ? [w.zero] : [],
    fields: [
      { label: w.kind, value: w.kinds[file.kind === 'family' ? 'family' : 'collective'] },
      { label: w.members, value: w.people(file.memberCount) },
      { label: w.hardship, value: hardship.length > 0 ? hardship.join(w.and) : w.none, wide: true },
    ],
    members: file.members.map((m) => {
      const more = details.get(m.residentId);
      return {
        name: m.name,
        relation: codeName(familyRelations, m.relation, language),
        sex: m.sex === null ? '' : codeName(sexes, m.sex, language),
        birthOn: more?.birth_on ?? '',
        citizenId: more?.citizen_id_masked ?? '',
        education: more ? codeName(educations, more.education, language) : '',
        status: m.inScope ? statusWords(m.status, c.today, language)[0]! : w.outside,
        detail: more?.detail ?? '',
      };
    }),
    visits: visits.map((visit) => ({
      on: visit.on,
      content: [
        visit.name,
        codeName(contactWays, visit.way, language),
        codeName(contactOutcomes, visit.outcome, language),
        visit.note,
      ]
        .filter((part) => part !== '')
        .join(language === 'zh' ? '，' : ', '),
      by: visit.by ?? '',
    })),
  };
  return { card, subject: householdSubject(household) };
}

/** 一户一卡 as PDF. */
export async function printHouseholdCard(
  c: ReadContext<typeof householdContracts.printCard>,
  householdId: string,
  purpose: string,
): Promise<FileAnswer> {
  const { card, subject } = await householdCard(c, householdId);
  const file = await renderPdf('household-card', { ...card, ...(await printedBy(c)) }, { createdAt: c.at });
  c.audit({ ...subject, purpose });
  return { file, fileName: `${words[c.language].card}-${card.number || card.head}-${c.today}.pdf` };
}
