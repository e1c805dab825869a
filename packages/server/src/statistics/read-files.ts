/**
 * Reads files 档案: one statement for many residents, each kind of record a correlated json subquery (scale-out: colocated
 * with the resident). Voided records are left out, a voided resident has no residence and so counts nowhere.
 */
import type { Sex } from '@renshe/domain/kernel/citizen-id.ts';
import type { HouseholdRecord, Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { RetirementCategory } from '@renshe/domain/retirement/retirement.rules.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

/** A resident or household by its key. */
export type SubjectRef = { districtId: number; id: Id };

/** What the ledger keeps about a subject beside its file. */
export type LedgerStanding = {
  /** Districts in which facts were ever booked for it, beside its own. */
  pastDistricts: readonly number[];
  derivedVersion: number;
};

export type ReadResident = { file: ResidentFile; standing: LedgerStanding };
export type ReadHousehold = { record: HouseholdRecord; standing: LedgerStanding };

type ResidentRow = Omit<ResidentFile, 'kind' | 'sex' | 'retirementCategory'> & {
  sex: Sex;
  retirementCategory: RetirementCategory | null;
  voided: boolean;
  pastDistricts: number[];
  derivedVersion: number;
};

export type FileSheet = {
  /** Stamps of the reference data and the newest derivation version, of the same moment as the files. */
  stamps: Record<string, number>;
  version: number;
  residents: ReadResident[];
};

/** How a record stands in the file, by the list that it belongs to: names and columns for `json_build_object`. */
export const recordFields = {
  unemployment:
    "'registrationId', registration_id, 'registeredOn', registered_on, 'reason', reason, 'nature', nature, 'unemployedSince', unemployed_since, 'knownOn', case when channel = 'import' then (created_at at time zone 'Asia/Shanghai')::date end, 'endedOn', ended_on, 'endReason', end_reason",
  employment:
    "'employmentId', employment_id, 'type', type, 'urban', urban, 'from', started_on, 'to', ended_on, 'endReason', end_reason",
  contacts:
    "'contactId', contact_id, 'on', contacted_on, 'way', way, 'reached', reached, 'outcome', outcome, 'service', service, 'nextOn', next_on",
  certificates: "'certificateId', certificate_id, 'number', number, 'issuedOn', issued_on, 'status', status",
  retireeCare:
    "'careId', care_id, 'from', handed_over_on, 'confirmedOn', last_confirmed_on, 'to', ended_on, 'visitsFrom', visits_from_on",
  confirmations: "'confirmationId', confirmation_id, 'on', confirmed_on, 'confirmed', confirmed",
  policyBenefits: "'benefitId', benefit_id, 'policy', policy, 'from', from_on, 'to', to_on, 'endKnownOn', end_known_on",
} as const;

const list = (columns: string, table: string, order: string) =>
  sql.raw(
    `(select coalesce(json_agg(json_build_object(${columns}) order by ${order}), '[]') from ${table} x where x.district_id = r.district_id and x.resident_id = r.resident_id and x.voided_at is null)`,
  );

const residences = list(
  "'residenceId', residence_id, 'areaId', area_id, 'from', from_on, 'to', to_on",
  'residence',
  'from_on',
);
const unemployment = list(recordFields.unemployment, 'unemployment_registration', 'registered_on, registration_id');
const employment = list(recordFields.employment, 'employment', 'started_on, employment_id');
const contacts = list(recordFields.contacts, 'contact', 'contacted_on, contact_id');
const abilities = list(
  "'abilityId', ability_id, 'able', able, 'willing', willing, 'from', from_on",
  'ability_wish',
  'from_on, ability_id',
);
const hardshipMarks = list(
  "'markId', mark_id, 'category', category, 'from', from_on, 'to', to_on",
  'hardship_mark',
  'from_on, mark_id',
);
const retireeCare = list(recordFields.retireeCare, 'retiree_care', 'handed_over_on, care_id');
const livings = list(
  "'livingId', living_id, 'living', living, 'from', from_on, 'knownOn', known_on",
  'retiree_living',
  'from_on, living_id',
);
const confirmations = list(recordFields.confirmations, 'eligibility_confirmation', 'confirmed_on, confirmation_id');
const policyBenefits = list(recordFields.policyBenefits, 'policy_benefit', 'from_on, benefit_id');
const memberships = list(
  "'memberId', member_id, 'householdId', household_id, 'relation', relation, 'from', from_on, 'to', to_on",
  'household_member',
  'from_on, member_id',
);
// A certificate has a status instead of a voiding.
const certificates = sql.raw(
  `(select coalesce(json_agg(json_build_object(${recordFields.certificates}) order by issued_on, certificate_id), '[]') from certificate x where x.district_id = r.district_id and x.resident_id = r.resident_id)`,
);

/**
 * The files of these residents and of all members, past ones too, of these households (found in `memberDistricts`), with the
 * stamps of the reference data: one statement.
 */
export async function readFileSheet(
  r: Reader,
  residents: readonly SubjectRef[],
  households: readonly SubjectRef[] = [],
  memberDistricts: readonly number[] = [],
): Promise<FileSheet> {
  const members =
    households.length === 0
      ? sql``
      : sql`union select m.district_id, m.resident_id from household_member m
            where m.district_id = any(${[...memberDistricts]}::int[]) and m.household_id = any(${households.map((h) => h.id)}::uuid[]) and m.voided_at is null`;
  const result = await sql<{ stamps: Record<string, number>; version: number; residents: ResidentRow[] }>`
    with s as materialized (
      select * from unnest(${residents.map((x) => x.districtId)}::int[], ${residents.map((x) => x.id)}::uuid[]) as k (district_id, resident_id) ${members}
    )
    select (select json_object_agg(name, stamp) from cache_stamp) as stamps,
      (select coalesce(max(version), 0) from derivation_version) as version,
      (select coalesce(json_agg(json_build_object(
        'residentId', r.resident_id, 'districtId', r.district_id, 'sex', r.sex, 'birthOn', r.birth_on, 'hukouType', r.hukou_type, 'education', r.education,
        'retirementCategory', r.retirement_category, 'diedOn', r.died_on, 'voided', r.voided_at is not null,
        'pastDistricts', r.past_districts, 'derivedVersion', r.derived_version,
        'residences', ${residences}, 'unemployment', ${unemployment}, 'employment', ${employment}, 'contacts', ${contacts},
        'certificates', ${certificates}, 'abilities', ${abilities}, 'hardshipMarks', ${hardshipMarks},
        'retireeCare', ${retireeCare}, 'livings', ${livings}, 'confirmations', ${confirmations}, 'policyBenefits', ${policyBenefits}, 'memberships', ${memberships})), '[]')
       from s join resident r on r.district_id = s.district_id and r.resident_id = s.resident_id) as residents`.execute(
    r,
  );
  const row = result.rows[0]!;
  return { stamps: row.stamps, version: row.version, residents: row.residents.map(toResident) };
}

function toResident(row: ResidentRow): ReadResident {
  const { voided, pastDistricts, derivedVersion, ...file } = row;
  const nowhere = voided ? { residences: [], memberships: [] } : {};
  return { file: { kind: 'resident', ...file, ...nowhere }, standing: { pastDistricts, derivedVersion } };
}

/** The files of residents, in no order; an unknown one is missing. */
export async function readResidentFiles(r: Reader, residents: readonly SubjectRef[]): Promise<ResidentFile[]> {
  return (await readFileSheet(r, residents)).residents.map((x) => x.file);
}

export type HouseholdRow = {
  district_id: number;
  household_id: Id;
  kind: string;
  voided: boolean;
  member_districts: number[];
  past_districts: number[];
  derived_version: number;
};

export const householdColumns = sql.raw(
  'h.district_id, h.household_id, h.kind, h.voided_at is not null as voided, h.member_districts, h.past_districts, h.derived_version',
);

export function toHousehold(row: HouseholdRow): ReadHousehold {
  return {
    record: {
      kind: 'household',
      householdId: row.household_id,
      districtId: row.district_id,
      // A voided household is derived like a collective one: nothing.
      householdKind: row.kind === 'family' && !row.voided ? 'family' : 'collective',
    },
    standing: { pastDistricts: row.past_districts, derivedVersion: row.derived_version },
  };
}

/** Districts in which members of these households may live. */
export function memberDistrictsOf(rows: readonly HouseholdRow[]): number[] {
  return [...new Set(rows.flatMap((row) => [row.district_id, ...row.member_districts]))].sort((a, b) => a - b);
}
