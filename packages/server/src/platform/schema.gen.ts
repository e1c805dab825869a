// Made by packages/server/scripts/generate-schema.ts from the migrations. Do not edit.
import type { ColumnType } from 'kysely';

/** YYYY-MM-DD */
type PlainDate = string;
type Instant = ColumnType<Date, Date | string>;
/** Read as a number: our counts, months and serials stay far below 2^53 (db.ts sets the parser). */
type Int8 = ColumnType<number, string | number | bigint>;
/** Written as JSON text or as an object. */
type Json = ColumnType<unknown>;
/** May be left out of an insert, because the column has a default. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
/** Always made by the database. */
type GeneratedAlways<T> =
  T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>;

export interface AbilityWishTable {
  district_id: number;
  ability_id: string;
  resident_id: string;
  able: boolean;
  willing: boolean;
  from_on: PlainDate;
  evidence: Generated<string>;
  voided_at: Instant | null;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface AccountTable {
  account_id: string;
  login: string;
  name: string;
  password_hash: string;
  must_change_password: Generated<boolean>;
  status: Generated<string>;
  version: Generated<number>;
  demo: Generated<boolean>;
  created_at: Instant;
  created_by: string | null;
  password_set_at: Instant;
  first_password_until: Instant | null;
}

export interface AccountIdentityTable {
  issuer: string;
  subject: string;
  account_id: string;
  created_at: Instant;
  created_by: string | null;
}

export interface AnalysisBookmarkTable {
  district_id: number;
  analysis_id: string;
  account_id: string;
  office_id: string;
  name: string;
  shared: Generated<boolean>;
  state: Json;
  created_at: Instant;
  changed_at: Instant;
  version: Generated<number>;
}

export interface AnalysisRemarkTable {
  district_id: number;
  remark_id: string;
  sheet_id: string;
  text: Generated<string>;
  remarked_at: Instant;
  remarked_by: string | null;
  office_id: string | null;
  cause: string;
}

export interface AnalysisSheetTable {
  district_id: number;
  sheet_id: string;
  area_id: number;
  month: number;
  revision: number;
  state: string;
  reason: Generated<string>;
  texts: Json;
  figures: Json | null;
  due_on: PlainDate;
  created_at: Instant;
  created_by: string | null;
  changed_at: Instant;
  changed_by: string | null;
  signed_at: Instant | null;
  signed_by: string | null;
  signed_name: Generated<string>;
  digest: Buffer | null;
  version: Generated<number>;
  cause: string;
}

export interface AreaTable {
  area_id: number;
  kind: string;
  district_id: number;
  created_at: Instant;
}

export interface AreaChangeTable {
  change_id: string;
  kind: string;
  area_id: number;
  into_area_id: number | null;
  effective_on: PlainDate;
  booked_month: number;
  document_no: Generated<string>;
  reason: Generated<string>;
  task_id: string | null;
  made_at: Instant;
  made_by: string | null;
  cause: string;
  undone_at: Instant | null;
  undone_by: string | null;
  undo_reason: Generated<string>;
}

export interface AreaPeriodTable {
  district_id: number;
  area_id: number;
  opening_month: number;
  closed_through: number;
}

export interface AreaSplitRowTable {
  district_id: number;
  change_id: string;
  resident_id: string;
  household_number: Generated<string>;
  outcome: string;
  done_at: Instant | null;
}

export interface AreaSuccessionTable {
  area_id: number;
  into_area_id: number;
  effective_on: PlainDate;
  booked_month: number;
}

export interface AreaVersionTable {
  area_id: number;
  from_on: PlainDate;
  to_on: PlainDate | null;
  code: string;
  name: string;
  parent_id: number | null;
  urban_rural: string | null;
  pinyin: Generated<string>;
  booked_month: number | null;
}

export interface AttachmentTable {
  district_id: number;
  attachment_id: string;
  resident_id: string | null;
  household_id: string | null;
  contact_id: string | null;
  kind: string;
  media_type: string;
  width: number;
  height: number;
  byte_count: number;
  digest: Buffer;
  key_cipher: string | null;
  preview: Buffer | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
  dropped_at: Instant | null;
  dropped_by: string | null;
  drop_reason: string | null;
  shredded_at: Instant | null;
}

export interface AttachmentPieceTable {
  district_id: number;
  attachment_id: string;
  piece_no: number;
  content: Buffer;
}

export interface AuditEventTable {
  district_id: number;
  event_id: string;
  at: Instant;
  account_id: string | null;
  office_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  area_id: number | null;
  purpose: string | null;
  request_id: string | null;
  details: Json;
}

export interface AuditLinkTable {
  district_id: number;
  seq: Int8;
  event_id: string;
  event_digest: Buffer;
  head: Buffer;
  linked_at: Instant;
}

export interface CacheStampTable {
  name: string;
  stamp: Generated<Int8>;
}

export interface CadenceRecordTable {
  district_id: number;
  record_id: string;
  office_id: string;
  rule: string;
  period: string;
  held_on: PlainDate;
  place: Generated<string>;
  people: Generated<number>;
  note: Generated<string>;
  version: Generated<number>;
  entered_at: Instant;
  entered_by: string | null;
  voided_at: Instant | null;
  voided_by: string | null;
  void_reason: Generated<string>;
}

export interface CalendarDayTable {
  on_date: PlainDate;
  kind: string;
  name: string;
  source: Generated<string>;
}

export interface CampaignTable {
  district_id: number;
  campaign_id: string;
  area_id: number;
  name: string;
  purpose: Generated<string>;
  kind: string;
  starts_on: PlainDate;
  ends_on: PlainDate;
  recheck_percent: number;
  state: string;
  started_at: Instant | null;
  started_by: string | null;
  ended_at: Instant | null;
  ended_by: string | null;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
}

export interface CampaignCommunityTable {
  district_id: number;
  campaign_id: string;
  area_id: number;
  campaign_district: number;
}

export interface CampaignDifferenceTable {
  district_id: number;
  difference_id: string;
  recheck_id: string;
  campaign_id: string;
  area_id: number;
  worker_id: string;
  resident_id: string | null;
  person_name: string;
  field: string;
  first_answer: string | null;
  second_answer: string | null;
  verdict: string | null;
  decided_at: Instant | null;
  decided_by: string | null;
  version: Generated<number>;
}

export interface CampaignHouseholdTable {
  district_id: number;
  entry_id: string;
  campaign_id: string;
  area_id: number;
  household_id: string | null;
  address: Generated<string>;
  address_key: string;
  found: Generated<boolean>;
  worker_id: string | null;
  closed_status: string | null;
  closed_on: PlainDate | null;
  closed_by: string | null;
  created_at: Instant;
  created_by: string | null;
}

export interface CampaignRecheckTable {
  district_id: number;
  recheck_id: string;
  entry_id: string;
  campaign_id: string;
  area_id: number;
  household_id: string | null;
  draw_id: string;
  worker_id: string;
  checker_id: string;
  drawn_at: Instant;
  drawn_by: string | null;
  answers: Json | null;
  compared: Generated<number>;
  submitted_at: Instant | null;
  submitted_by: string | null;
}

export interface CampaignVisitTable {
  district_id: number;
  visit_id: string;
  entry_id: string;
  campaign_id: string;
  area_id: number;
  household_id: string | null;
  outcome: string;
  visited_on: PlainDate;
  next_on: PlainDate | null;
  note: Generated<string>;
  made_at: Instant;
  made_by: string | null;
  voided_at: Instant | null;
  voided_by: string | null;
  cause: string;
}

export interface CertificateTable {
  district_id: number;
  certificate_id: string;
  resident_id: string;
  area_id: number;
  number: string;
  scheme: string;
  issued_on: PlainDate;
  copy_number: Generated<number>;
  verification_code: string;
  status: string;
  status_on: PlainDate | null;
  status_reason: Generated<string>;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface CertificateRegistryTable {
  verification_code: string;
  district_id: number;
  certificate_id: string;
}

export interface CertificateSerialTable {
  district_id: number;
  year: number;
  last: number;
}

export interface CitizenRegistryTable {
  citizen_id_index: Buffer;
  district_id: number;
  resident_id: string;
}

export interface ClosingAgeBandTable {
  district_id: number;
  month: number;
  area_id: number;
  indicator: string;
  sex: string;
  band: string;
  quantity: Int8;
}

export interface ClosingBalanceTable {
  district_id: number;
  month: number;
  area_id: number;
  indicator: string;
  cell: string;
  quantity: Int8;
}

export interface ContactTable {
  district_id: number;
  contact_id: string;
  resident_id: string;
  registration_id: string | null;
  contacted_on: PlainDate;
  way: string;
  outcome: string;
  reached: boolean;
  service: string | null;
  note: Generated<string>;
  next_on: PlainDate | null;
  voided_at: Instant | null;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface DerivationVersionTable {
  version: number;
  reason: string;
  base_indicator: string | null;
  from_on: PlainDate | null;
  created_at: Instant;
  finished_at: Instant | null;
}

export interface DutyTable {
  district_id: number;
  subject_id: string;
  kind: string;
  anchor: string;
  area_id: number;
  appears_on: PlainDate;
  due_on: PlainDate;
  done_on: PlainDate | null;
  done_by_record: string | null;
  reason: string | null;
}

export interface EligibilityConfirmationTable {
  district_id: number;
  confirmation_id: string;
  resident_id: string;
  confirmed_on: PlainDate;
  way: string;
  result: string;
  confirmed: boolean;
  note: Generated<string>;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface EmployerMonthTable {
  district_id: number;
  employer_id: string;
  month: number;
  staff_start: number;
  hired: number;
  departed: number;
  laid_off: number;
  staff_end: number;
  reason: string | null;
  outlook: string;
  note: Generated<string>;
  reported_at: Instant;
  reported_by: string | null;
  version: Generated<number>;
  cause: string;
  withdrawn_at: Instant | null;
}

export interface EmploymentTable {
  district_id: number;
  employment_id: string;
  resident_id: string;
  area_id: number;
  type: string;
  urban: boolean;
  employer_name: Generated<string>;
  employer_code: string | null;
  occupation: string | null;
  industry: string | null;
  platform_work: Generated<boolean>;
  proof: Generated<string>;
  started_on: PlainDate;
  reported_on: PlainDate;
  report_late: Generated<boolean>;
  ended_on: PlainDate | null;
  end_reason: string | null;
  end_reported_on: PlainDate | null;
  end_late: Generated<boolean>;
  end_cause: string | null;
  voided_at: Instant | null;
  void_reason: string | null;
  version: Generated<number>;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface ExchangeDeliveryTable {
  district_id: number;
  delivery_id: string;
  area_id: number;
  edition: string;
  table_codes: string[];
  mode: string;
  as_of_on: PlainDate;
  since_number: number | null;
  since_read_at: Instant | null;
  format: string;
  purpose: string;
  state: string;
  on_error: string | null;
  number: number | null;
  counts: Generated<Json>;
  finding_groups: Generated<Json>;
  errors: Generated<number>;
  warnings: Generated<number>;
  read_at: Instant | null;
  file_path: string | null;
  file_bytes: Int8 | null;
  file_sha256: string | null;
  expires_on: PlainDate | null;
  message: Generated<string>;
  task_id: string | null;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
  finished_at: Instant | null;
}

export interface ExternalValueTable {
  district_id: number;
  value_id: string;
  area_id: number;
  indicator: string;
  period: string;
  value: string;
  document: string;
  publisher: string;
  published_on: PlainDate;
  note: Generated<string>;
  reason: Generated<string>;
  replaces_id: string | null;
  status: Generated<string>;
  entered_at: Instant;
  entered_by: string | null;
  ended_at: Instant | null;
  ended_by: string | null;
  void_reason: Generated<string>;
  version: Generated<number>;
}

export interface FactTable {
  district_id: number;
  subject_id: string;
  id: GeneratedAlways<Int8>;
  indicator: string;
  area_id: number;
  cell: string;
  effective_on: PlainDate;
  booked_month: number;
  quantity: Int8;
  record_id: string;
  cause: string;
}

export interface FactTotalTable {
  district_id: number;
  area_id: number;
  indicator: string;
  cell: string;
  booked_month: number;
  effective_month: number;
  quantity: Int8;
}

export interface FlagTable {
  district_id: number;
  subject_id: string;
  kind: string;
  anchor: string;
  area_id: number;
  from_on: PlainDate;
  to_on: PlainDate | null;
}

export interface GrantRequestTable {
  request_id: string;
  kind: string;
  account_id: string | null;
  account_version: number | null;
  login: string;
  name: string;
  reach_area_id: number;
  role: string | null;
  office_id: string | null;
  from_on: PlainDate | null;
  password_hash: string | null;
  subject: string | null;
  reason: string;
  status: Generated<string>;
  version: Generated<number>;
  asked_at: Instant;
  asked_by: string;
  expires_at: Instant;
  decided_at: Instant | null;
  decided_by: string | null;
  decision_reason: Generated<string>;
}

export interface HardshipMarkTable {
  district_id: number;
  mark_id: string;
  resident_id: string;
  category: string;
  from_on: PlainDate;
  to_on: PlainDate | null;
  source: Generated<string>;
  voided_at: Instant | null;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface HelpRequestTable {
  district_id: number;
  request_id: string;
  number: string;
  area_id: number;
  channel: string;
  name: string;
  phone_cipher: string;
  phone_masked: string;
  need: string;
  detail: Generated<string>;
  state: string;
  received_at: Instant;
  received_by: string | null;
  due_on: PlainDate;
  taken_at: Instant | null;
  taken_by: string | null;
  answer: Generated<string>;
  answered_at: Instant | null;
  answered_by: string | null;
  forwarded_to: Generated<string>;
  forwarded_from: string | null;
  result: Generated<string>;
  closed_at: Instant | null;
  closed_by: string | null;
  source_digest: Buffer | null;
  version: Generated<number>;
  cause: string;
}

export interface HouseholdTable {
  district_id: number;
  household_id: string;
  area_id: number;
  number: Generated<string>;
  kind: Generated<string>;
  address: Generated<string>;
  member_districts: Generated<number[]>;
  past_districts: Generated<number[]>;
  derived_version: Generated<number>;
  voided_at: Instant | null;
  ended_on: PlainDate | null;
  version: Generated<number>;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
}

export interface HouseholdMemberTable {
  district_id: number;
  member_id: string;
  resident_id: string;
  household_district: number;
  household_id: string;
  relation: string;
  from_on: PlainDate;
  to_on: PlainDate | null;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
  end_cause: string | null;
}

export interface IdempotencyTable {
  account_id: string;
  key: string;
  route: string;
  request_digest: Buffer;
  status: number;
  response: Json;
  at: Instant;
}

export interface ImportBatchTable {
  district_id: number;
  batch_id: string;
  area_id: number;
  file_name: string;
  file_digest: Buffer;
  file_path: string;
  kind: string;
  status: string;
  layout: Json;
  counts: Json;
  outcome: Generated<Json>;
  message: Generated<string>;
  version: Generated<number>;
  task_id: string | null;
  created_at: Instant;
  created_by: string | null;
  applied_at: Instant | null;
  undone_at: Instant | null;
}

export interface ImportRowTable {
  district_id: number;
  batch_id: string;
  row_no: number;
  action: string;
  resident_id: string | null;
  applied_at: Instant;
  undo: Json | null;
  cause: string;
  notes: Generated<Json>;
  undone_at: Instant | null;
}

export interface InstallationTable {
  only_one: Generated<boolean>;
  city_area_id: number | null;
  region: string | null;
  demo: boolean;
  demo_seed: string | null;
  anchor_month: number | null;
  opened_on: PlainDate;
  created_at: Instant;
}

export interface KeyCheckTable {
  only_one: Generated<boolean>;
  check_value: string;
  created_at: Instant;
}

export interface LayoffReportTable {
  district_id: number;
  layoff_id: string;
  employer_id: string;
  told_on: PlainDate;
  planned_on: PlainDate;
  persons: number;
  staff: number;
  reason: string;
  plan_filed: boolean;
  large: boolean;
  state: string;
  follow_up: Generated<string>;
  followed_at: Instant | null;
  followed_by: string | null;
  result: Generated<string>;
  reported_at: Instant;
  reported_by: string | null;
  version: Generated<number>;
  cause: string;
  withdrawn_at: Instant | null;
}

export interface LedgerCopyTable {
  district_id: number;
  copy_id: string;
  area_id: number;
  month: number;
  frozen_at: Instant;
  frozen_by: string | null;
  by_name: string;
  counts: Json;
  digest: Buffer;
  body_cipher: string;
}

export interface LedgerDefinitionTable {
  district_id: number;
  ledger: string;
  definition: Json;
  changed_by: string | null;
  created_at: Instant;
  changed_at: Instant;
  withdrawn_at: Instant | null;
  version: Generated<number>;
}

export interface LedgerRetirementTable {
  district_id: number;
  ledger: string;
  column_key: string;
  why: string;
  retired_at: Instant;
  retired_by: string | null;
  restored_at: Instant | null;
}

export interface LedgerUseTable {
  district_id: number;
  office_id: string;
  month: number;
  ledger: string;
  kind: string;
  item: string;
  act: string;
  uses: number;
}

export interface LedgerViewTable {
  district_id: number;
  view_id: string;
  account_id: string;
  office_id: string;
  ledger: string;
  name: string;
  shared: Generated<boolean>;
  state: Json;
  created_at: Instant;
  changed_at: Instant;
  version: Generated<number>;
}

export interface MonitoredEmployerTable {
  district_id: number;
  employer_id: string;
  area_id: number;
  credit_code: string;
  name: string;
  industry: string;
  key_employer: boolean;
  contact_name: Generated<string>;
  phone_cipher: string | null;
  phone_masked: string | null;
  from_on: PlainDate;
  to_on: PlainDate | null;
  end_reason: Generated<string>;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface MonitoredEmployerChangeTable {
  district_id: number;
  change_id: string;
  employer_id: string;
  record_kind: string;
  record_key: string;
  action: string;
  before: Json | null;
  after: Json;
  reason: Generated<string>;
  changed_at: Instant;
  changed_by: string | null;
  cause: string;
}

export interface OfficeTable {
  office_id: string;
  kind: string;
  area_id: number;
  name: string;
  opened_on: PlainDate;
  closed_on: PlainDate | null;
  version: Generated<number>;
  created_at: Instant;
}

export interface ParameterTable {
  parameter_id: string;
  key: string;
  area_id: number;
  from_on: PlainDate;
  to_on: PlainDate | null;
  value: Json;
  unit: Generated<string>;
  source: string;
  certainty: Generated<string>;
  created_at: Instant;
  created_by: string | null;
  voided_at: Instant | null;
  voided_by: string | null;
  void_reason: Generated<string>;
}

export interface PlanTable {
  district_id: number;
  plan_id: string;
  area_id: number;
  name: string;
  kind: string;
  from_month: number;
  to_month: number;
  source_document: Generated<string>;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
}

export interface PlanActualTable {
  district_id: number;
  actual_id: string;
  indicator_id: string;
  area_id: number;
  period: string;
  value: string;
  source: string;
  entered_at: Instant;
  entered_by: string | null;
  voided_at: Instant | null;
  voided_by: string | null;
  void_reason: Generated<string>;
}

export interface PlanEvaluationTable {
  district_id: number;
  evaluation_id: string;
  plan_id: string;
  area_id: number;
  kind: string;
  period: string;
  evaluated_on: PlainDate;
  content: string;
  findings: Generated<string>;
  measures: Generated<string>;
  evaluator: string;
  figures: Json;
  signed_at: Instant | null;
  signed_by: string | null;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
}

export interface PlanIndicatorTable {
  district_id: number;
  indicator_id: string;
  plan_id: string;
  position: number;
  name: string;
  kind: string;
  direction: string;
  measure: string;
  catalogue_key: string | null;
  unit: Generated<string>;
  note: Generated<string>;
  baseline_year: number | null;
  baseline_value: string | null;
  total_target: string | null;
  owner_office_id: string | null;
  owner_name: Generated<string>;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
  voided_at: Instant | null;
  voided_by: string | null;
  void_reason: Generated<string>;
}

export interface PlanTargetTable {
  district_id: number;
  indicator_id: string;
  area_id: number;
  year: number;
  value: string;
  set_at: Instant;
  set_by: string | null;
}

export interface PlanTaskTable {
  district_id: number;
  task_id: string;
  plan_id: string;
  indicator_id: string | null;
  parent_task_id: string | null;
  title: string;
  body: Generated<string>;
  owner_office_id: string;
  owner_name: Generated<string>;
  start_on: PlainDate;
  due_on: PlainDate;
  milestones: Json;
  progress: Json;
  state: string;
  done_on: PlainDate | null;
  version: Generated<number>;
  created_at: Instant;
  created_by: string | null;
}

export interface PolicyBenefitTable {
  district_id: number;
  benefit_id: string;
  resident_id: string;
  policy: string;
  policy_name: string;
  document: string;
  from_on: PlainDate;
  to_on: PlainDate | null;
  amount_fen: Int8 | null;
  note: Generated<string>;
  version: Generated<number>;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
  end_known_on: PlainDate | null;
}

export interface PostTable {
  post_id: string;
  account_id: string;
  office_id: string;
  role: string;
  from_on: PlainDate;
  to_on: PlainDate | null;
  created_at: Instant;
  created_by: string | null;
}

export interface PreferenceTable {
  account_id: string;
  key: string;
  value: Json;
  changed_at: Instant;
}

export interface QualityMonthTable {
  district_id: number;
  month: number;
  area_id: number;
  counted_on: PlainDate;
  people: number;
  households: number;
  flawed: number;
  completeness_checked: Int8;
  completeness_sound: Int8;
  freshness_checked: Int8;
  freshness_sound: Int8;
  consistency_checked: Int8;
  consistency_sound: Int8;
}

export interface QualityStandingTable {
  district_id: number;
  area_id: number;
  counted_at: Instant;
  basis: string;
  people: number;
  households: number;
  flawed: number;
  counts: Json;
}

export interface RecoveryCodeTable {
  account_id: string;
  code_digest: Buffer;
  created_at: Instant;
  used_at: Instant | null;
}

export interface RegistrationChangeTable {
  district_id: number;
  change_id: string;
  resident_id: string;
  record_kind: string;
  record_id: string;
  action: string;
  before: Json;
  after: Json;
  reason: Generated<string>;
  changed_at: Instant;
  changed_by: string | null;
  cause: string;
}

export interface RemarkTable {
  district_id: number;
  remark_id: string;
  subject_kind: string;
  subject_id: string;
  about: string;
  body: string;
  mentioned: Generated<string[]>;
  status: Generated<string>;
  answer: Generated<string>;
  written_by: string;
  written_at: Instant;
  office_id: string | null;
  settled_by: string | null;
  settled_at: Instant | null;
  voided_at: Instant | null;
  void_reason: Generated<string>;
  version: Generated<number>;
  cause: string;
}

export interface ReportCorrectionTable {
  district_id: number;
  correction_id: string;
  report_id: string;
  area_id: number;
  form: string;
  period: string;
  row_key: string;
  column_key: string;
  measure: string;
  sealed_value: string | null;
  corrected_value: string | null;
  wrong: string;
  reason: string;
  evidence: string;
  state: string;
  asked_at: Instant;
  asked_by: string | null;
  asked_by_name: string;
  asked_office: string;
  decided_at: Instant | null;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_office: string | null;
  decision: Generated<string>;
  version: Generated<number>;
}

export interface ReportEventTable {
  district_id: number;
  report_id: string;
  event_id: string;
  at: Instant;
  action: string;
  from_state: string;
  to_state: string;
  account_id: string | null;
  by_name: string;
  office_name: string;
  reason: Generated<string>;
  cells: Generated<Json>;
}

export interface ReportExplanationTable {
  district_id: number;
  form: string;
  area_id: number;
  period: string;
  check_key: string;
  body: string;
  explained_by: string | null;
  explained_by_name: string;
  explained_at: Instant;
  version: Generated<number>;
}

export interface ReportFormTable {
  district_id: number;
  report_id: string;
  form: string;
  area_id: number;
  month: number;
  state: string;
  due_on: PlainDate;
  submitted_at: Instant | null;
  submitted_by: string | null;
  submitted_figures: Json | null;
  accepted_at: Instant | null;
  accepted_by: string | null;
  returned_at: Instant | null;
  returned_by: string | null;
  return_reason: Generated<string>;
  return_count: Generated<number>;
  closed_at: Instant | null;
  closed_by: string | null;
  closed_figures: Json | null;
  digest: Buffer | null;
  forced_reason: Generated<string>;
  version: Generated<number>;
  period: string;
  accepted_figures: Json | null;
}

export interface ReportManualCellTable {
  district_id: number;
  form: string;
  area_id: number;
  period: string;
  row_key: string;
  cell: string;
  value: Int8 | null;
  entered_by: string | null;
  entered_by_name: string;
  entered_at: Instant;
  version: Generated<number>;
  cause: string;
}

export interface ReportNarrativeTable {
  district_id: number;
  form: string;
  area_id: number;
  period: string;
  body: string;
  written_by: string | null;
  written_by_name: string;
  written_at: Instant;
  version: Generated<number>;
}

export interface ReportReminderTable {
  district_id: number;
  reminder_id: string;
  form: string;
  area_id: number;
  period: string;
  reminded_on: PlainDate;
  at: Instant;
  account_id: string | null;
  by_name: string;
  office_name: string;
}

export interface ReportRollupTable {
  district_id: number;
  month: number;
  area_id: number;
  indicator: string;
  cell: string;
  own: Int8;
  adjustment: Int8;
  prior_year: Int8;
  ytd: Int8;
  stock: Int8;
}

export interface ReportSealTable {
  district_id: number;
  report_id: string;
  head: string;
  document: string | null;
  sealed_at: Instant;
}

export interface ResidenceTable {
  district_id: number;
  residence_id: string;
  resident_id: string;
  area_id: number;
  address: Generated<string>;
  from_on: PlainDate;
  to_on: PlainDate | null;
  reason: string;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
  household_id: string | null;
  household_area_id: number | null;
  household_address: string | null;
}

export interface ResidentTable {
  district_id: number;
  resident_id: string;
  area_id: number;
  name: string;
  name_pinyin: string;
  name_initials: string;
  citizen_id_cipher: string;
  citizen_id_masked: string;
  citizen_id_index: Buffer;
  sex: string;
  birth_on: PlainDate;
  phone_cipher: string | null;
  phone_masked: string | null;
  phone_index: Buffer | null;
  address: Generated<string>;
  hukou_type: string | null;
  education: string | null;
  ethnicity: string | null;
  marital: string | null;
  political: string | null;
  skill_level: string | null;
  retirement_category: string | null;
  note: Generated<string>;
  registered_on: PlainDate;
  ended_on: PlainDate | null;
  end_reason: string | null;
  died_on: PlainDate | null;
  voided_at: Instant | null;
  past_districts: Generated<number[]>;
  derived_version: Generated<number>;
  version: Generated<number>;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  modified_at: Instant;
  modified_by: string | null;
}

export interface ResidentChangeTable {
  district_id: number;
  change_id: string;
  resident_id: string;
  field: string;
  old_value: string | null;
  new_value: string | null;
  changed_at: Instant;
  changed_by: string | null;
  cause: string;
}

export interface RetireeCareTable {
  district_id: number;
  care_id: string;
  resident_id: string;
  retired_on: PlainDate;
  former_employer: string;
  pension: string;
  handed_over_on: PlainDate;
  last_confirmed_on: PlainDate | null;
  file_place: Generated<string>;
  file_number: Generated<string>;
  disabled: boolean;
  party_member: boolean;
  note: Generated<string>;
  ended_on: PlainDate | null;
  end_reason: string | null;
  end_note: Generated<string>;
  version: Generated<number>;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
  visits_from_on: PlainDate;
}

export interface RetireeLivingTable {
  district_id: number;
  living_id: string;
  resident_id: string;
  living: string;
  from_on: PlainDate;
  known_on: PlainDate;
  voided_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface RosterMappingTable {
  district_id: number;
  area_id: number;
  header_digest: string;
  mapping: Json;
  saved_at: Instant;
  saved_by: string | null;
}

export interface SchemaMigrationTable {
  name: string;
  checksum: string;
  applied_at: Generated<Instant>;
}

export interface SecondFactorTable {
  factor_id: string;
  account_id: string;
  kind: string;
  name: string;
  secret_cipher: string | null;
  credential_id: string | null;
  public_key: Buffer | null;
  sign_count: Generated<Int8>;
  transports: Generated<string>;
  last_used: Generated<Int8>;
  created_at: Instant;
  used_at: Instant | null;
}

export interface SessionTable {
  token_hash: Buffer;
  account_id: string;
  created_at: Instant;
  seen_at: Instant;
  expires_at: Instant;
  session_id: string;
  device: string;
  method: string;
  stage: string;
  verified_at: Instant;
  idle_minutes: number;
  previous_hash: Buffer | null;
  rotated_at: Instant | null;
}

export interface SignInGuessTable {
  kind: string;
  subject_digest: Buffer;
  source_digest: Buffer;
  failed_count: number;
  window_until: Instant;
  locked_until: Instant | null;
  familiar_at: Instant | null;
}

export interface SurveyRowTable {
  district_id: number;
  row_key: string;
  area_id: number;
  content_digest: string;
  action: string;
  resident_id: string;
  notes: Generated<Json>;
  undo: Json | null;
  cause: string;
  saved_at: Instant;
  saved_by: string | null;
  undone_at: Instant | null;
  household_id: string | null;
  campaign_entry_id: string | null;
}

export interface TaskTable {
  task_id: string;
  kind: string;
  account_id: string | null;
  office_id: string | null;
  area_id: number | null;
  title: string;
  input: Json;
  status: string;
  done: Generated<Int8>;
  total: Generated<Int8>;
  message: Generated<string>;
  result: Json | null;
  cancel_requested: Generated<boolean>;
  created_at: Instant;
  started_at: Instant | null;
  ended_at: Instant | null;
}

export interface TransferRequestTable {
  district_id: number;
  request_id: string;
  resident_id: string;
  from_area_id: number;
  to_district: number;
  to_area_id: number;
  reason: string;
  status: string;
  asked_at: Instant;
  asked_by: string | null;
  decided_at: Instant | null;
  decided_by: string | null;
  decision_note: Generated<string>;
}

export interface UnemploymentRegistrationTable {
  district_id: number;
  registration_id: string;
  resident_id: string;
  area_id: number;
  registered_on: PlainDate;
  reason: string;
  nature: string;
  channel: Generated<string>;
  unemployed_since: PlainDate;
  job_wish: Generated<string>;
  training_wish: Generated<string>;
  promise_signed: Generated<boolean>;
  ended_on: PlainDate | null;
  end_reason: string | null;
  end_evidence: string | null;
  end_note: Generated<string>;
  end_recorded_at: Instant | null;
  end_recorded_by: string | null;
  end_cause: string | null;
  voided_at: Instant | null;
  void_reason: string | null;
  version: Generated<number>;
  import_batch_id: string | null;
  created_at: Instant;
  created_by: string | null;
  cause: string;
}

export interface WarningCaseTable {
  district_id: number;
  case_id: string;
  area_id: number;
  month: number;
  indicator: string;
  level: string;
  value: string;
  reached: string;
  sentence_zh: string;
  sentence_en: string;
  parts: Json;
  state: string;
  recorded_at: Instant;
  recorded_by: string | null;
  acknowledged_at: Instant | null;
  acknowledged_by: string | null;
  measure: Generated<string>;
  responsible: Generated<string>;
  due_on: PlainDate | null;
  handled_at: Instant | null;
  handled_by: string | null;
  result: Generated<string>;
  closed_at: Instant | null;
  closed_by: string | null;
  version: Generated<number>;
  cause: string;
}

export interface WarningNoticeTable {
  district_id: number;
  notice_id: string;
  case_id: string;
  direction: string;
  office_id: string;
  how: string;
  note: Generated<string>;
  told_at: Instant;
  told_by: string | null;
  confirmed_at: Instant | null;
  confirmed_by: string | null;
  cause: string;
}

export interface DB {
  ability_wish: AbilityWishTable;
  account: AccountTable;
  account_identity: AccountIdentityTable;
  analysis_bookmark: AnalysisBookmarkTable;
  analysis_remark: AnalysisRemarkTable;
  analysis_sheet: AnalysisSheetTable;
  area: AreaTable;
  area_change: AreaChangeTable;
  area_period: AreaPeriodTable;
  area_split_row: AreaSplitRowTable;
  area_succession: AreaSuccessionTable;
  area_version: AreaVersionTable;
  attachment: AttachmentTable;
  attachment_piece: AttachmentPieceTable;
  audit_event: AuditEventTable;
  audit_link: AuditLinkTable;
  cache_stamp: CacheStampTable;
  cadence_record: CadenceRecordTable;
  calendar_day: CalendarDayTable;
  campaign: CampaignTable;
  campaign_community: CampaignCommunityTable;
  campaign_difference: CampaignDifferenceTable;
  campaign_household: CampaignHouseholdTable;
  campaign_recheck: CampaignRecheckTable;
  campaign_visit: CampaignVisitTable;
  certificate: CertificateTable;
  certificate_registry: CertificateRegistryTable;
  certificate_serial: CertificateSerialTable;
  citizen_registry: CitizenRegistryTable;
  closing_age_band: ClosingAgeBandTable;
  closing_balance: ClosingBalanceTable;
  contact: ContactTable;
  derivation_version: DerivationVersionTable;
  duty: DutyTable;
  eligibility_confirmation: EligibilityConfirmationTable;
  employer_month: EmployerMonthTable;
  employment: EmploymentTable;
  exchange_delivery: ExchangeDeliveryTable;
  external_value: ExternalValueTable;
  fact: FactTable;
  fact_total: FactTotalTable;
  flag: FlagTable;
  grant_request: GrantRequestTable;
  hardship_mark: HardshipMarkTable;
  help_request: HelpRequestTable;
  household: HouseholdTable;
  household_member: HouseholdMemberTable;
  idempotency: IdempotencyTable;
  import_batch: ImportBatchTable;
  import_row: ImportRowTable;
  installation: InstallationTable;
  key_check: KeyCheckTable;
  layoff_report: LayoffReportTable;
  ledger_copy: LedgerCopyTable;
  ledger_definition: LedgerDefinitionTable;
  ledger_retirement: LedgerRetirementTable;
  ledger_use: LedgerUseTable;
  ledger_view: LedgerViewTable;
  monitored_employer: MonitoredEmployerTable;
  monitored_employer_change: MonitoredEmployerChangeTable;
  office: OfficeTable;
  parameter: ParameterTable;
  plan: PlanTable;
  plan_actual: PlanActualTable;
  plan_evaluation: PlanEvaluationTable;
  plan_indicator: PlanIndicatorTable;
  plan_target: PlanTargetTable;
  plan_task: PlanTaskTable;
  policy_benefit: PolicyBenefitTable;
  post: PostTable;
  preference: PreferenceTable;
  quality_month: QualityMonthTable;
  quality_standing: QualityStandingTable;
  recovery_code: RecoveryCodeTable;
  registration_change: RegistrationChangeTable;
  remark: RemarkTable;
  report_correction: ReportCorrectionTable;
  report_event: ReportEventTable;
  report_explanation: ReportExplanationTable;
  report_form: ReportFormTable;
  report_manual_cell: ReportManualCellTable;
  report_narrative: ReportNarrativeTable;
  report_reminder: ReportReminderTable;
  report_rollup: ReportRollupTable;
  report_seal: ReportSealTable;
  residence: ResidenceTable;
  resident: ResidentTable;
  resident_change: ResidentChangeTable;
  retiree_care: RetireeCareTable;
  retiree_living: RetireeLivingTable;
  roster_mapping: RosterMappingTable;
  schema_migration: SchemaMigrationTable;
  second_factor: SecondFactorTable;
  session: SessionTable;
  sign_in_guess: SignInGuessTable;
  survey_row: SurveyRowTable;
  task: TaskTable;
  transfer_request: TransferRequestTable;
  unemployment_registration: UnemploymentRegistrationTable;
  warning_case: WarningCaseTable;
  warning_notice: WarningNoticeTable;
}
