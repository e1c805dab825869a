-- 调查登记: campaigns over communities, the households to visit, what came of each way there, re-checks with their differences (ADR 0030).
-- Whether a household is done is not kept while the campaign runs: it follows from rows of the survey and from visits.
create table campaign (
  district_id int not null,
  campaign_id uuid not null,
  area_id int not null,
  name text not null,
  purpose text not null default '',
  kind text not null constraint campaign_kind_check check (kind in ('full', 'changes')),
  starts_on date not null,
  ends_on date not null,
  recheck_percent int not null constraint campaign_recheck_check check (recheck_percent between 1 and 100),
  state text not null constraint campaign_state_check check (state in ('drafted', 'running', 'ended')),
  started_at timestamptz,
  started_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  constraint campaign_pk primary key (district_id, campaign_id),
  constraint campaign_order_check check (ends_on >= starts_on)
);
create index campaign_area_idx on campaign (district_id, area_id);
comment on table campaign is '调查登记';
comment on column campaign.district_id is '区县(分布键)；市为 0';
comment on column campaign.campaign_id is '编号';
comment on column campaign.area_id is '组织调查的区域';
comment on column campaign.name is '名称';
comment on column campaign.purpose is '目的和要求';
comment on column campaign.kind is 'full 全项登记，changes 变动登记';
comment on column campaign.starts_on is '开始日期';
comment on column campaign.ends_on is '结束日期(含)';
comment on column campaign.recheck_percent is '复查比例(%)';
comment on column campaign.state is 'drafted 未开始，running 进行中，ended 已结束';
comment on column campaign.started_at is '开始时间，名单以此时为准';
comment on column campaign.started_by is '开始人';
comment on column campaign.ended_at is '结束时间';
comment on column campaign.ended_by is '结束人';
comment on column campaign.version is '修改次数';
comment on column campaign.created_at is '录入时间';
comment on column campaign.created_by is '录入人';

create table campaign_community (
  district_id int not null,
  campaign_id uuid not null,
  area_id int not null,
  campaign_district int not null,
  constraint campaign_community_pk primary key (district_id, campaign_id, area_id)
);
create index campaign_community_area_idx on campaign_community (district_id, area_id);
comment on table campaign_community is '调查的社区(村)';
comment on column campaign_community.district_id is '社区所在区县(分布键)';
comment on column campaign_community.campaign_id is '调查';
comment on column campaign_community.area_id is '社区(村)';
comment on column campaign_community.campaign_district is '调查所在区县；市为 0';

create table campaign_household (
  district_id int not null,
  entry_id uuid not null,
  campaign_id uuid not null,
  area_id int not null,
  household_id uuid,
  address text not null default '',
  address_key text not null,
  found boolean not null default false,
  worker_id uuid,
  closed_status text constraint campaign_household_closed_check
    check (closed_status in ('todo', 'no-one-home', 'begun', 'done', 'refused', 'vacant', 'moved')),
  closed_on date,
  closed_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  constraint campaign_household_pk primary key (district_id, entry_id)
);
create index campaign_household_campaign_idx on campaign_household (district_id, campaign_id, area_id);
create index campaign_household_worker_idx on campaign_household (district_id, worker_id) where worker_id is not null;
comment on table campaign_household is '调查名单：一户一行，开始时列出，途中新发现的补入';
comment on column campaign_household.district_id is '区县(分布键)';
comment on column campaign_household.entry_id is '编号';
comment on column campaign_household.campaign_id is '调查';
comment on column campaign_household.area_id is '社区(村)';
comment on column campaign_household.household_id is '家庭户；新发现而未录入的为空';
comment on column campaign_household.address is '列入名单时的住址';
comment on column campaign_household.address_key is '住址的排序键，门牌号按数字大小';
comment on column campaign_household.found is '途中新发现';
comment on column campaign_household.worker_id is '走访人；空为未分配';
comment on column campaign_household.closed_status is '调查结束时的状态；进行中为空，由录入和走访得出';
comment on column campaign_household.closed_on is '调查结束时的完成日期';
comment on column campaign_household.closed_by is '调查结束时的完成人';
comment on column campaign_household.created_at is '列入时间';
comment on column campaign_household.created_by is '列入人';

create table campaign_visit (
  district_id int not null,
  visit_id uuid not null,
  entry_id uuid not null,
  campaign_id uuid not null,
  area_id int not null,
  household_id uuid,
  outcome text not null constraint campaign_visit_outcome_check
    check (outcome in ('confirmed', 'no-one-home', 'refused', 'vacant', 'moved')),
  visited_on date not null,
  next_on date,
  note text not null default '',
  made_at timestamptz not null,
  made_by uuid,
  voided_at timestamptz,
  voided_by uuid,
  cause uuid not null,
  constraint campaign_visit_pk primary key (district_id, visit_id),
  constraint campaign_visit_entry_fk foreign key (district_id, entry_id) references campaign_household (district_id, entry_id)
);
create index campaign_visit_entry_idx on campaign_visit (district_id, entry_id);
create index campaign_visit_campaign_idx on campaign_visit (district_id, campaign_id);
create index campaign_visit_household_idx on campaign_visit (district_id, household_id) where outcome = 'confirmed';
comment on table campaign_visit is '调查走访：一次上门的结果；confirmed 为全户核实无变化，是该户资料的最近核实';
comment on column campaign_visit.district_id is '区县(分布键)';
comment on column campaign_visit.visit_id is '编号';
comment on column campaign_visit.entry_id is '名单中的一户';
comment on column campaign_visit.campaign_id is '调查';
comment on column campaign_visit.area_id is '社区(村)';
comment on column campaign_visit.household_id is '家庭户';
comment on column campaign_visit.outcome is 'confirmed 核实无变化，no-one-home 无人在家，refused 拒访，vacant 空户，moved 已搬走';
comment on column campaign_visit.visited_on is '走访日期';
comment on column campaign_visit.next_on is '下次走访日期';
comment on column campaign_visit.note is '说明';
comment on column campaign_visit.made_at is '登记时间';
comment on column campaign_visit.made_by is '登记人';
comment on column campaign_visit.voided_at is '作废时间';
comment on column campaign_visit.voided_by is '作废人';
comment on column campaign_visit.cause is '审计事件';

create table campaign_recheck (
  district_id int not null,
  recheck_id uuid not null,
  entry_id uuid not null,
  campaign_id uuid not null,
  area_id int not null,
  household_id uuid,
  draw_id uuid not null,
  worker_id uuid not null,
  checker_id uuid not null,
  drawn_at timestamptz not null,
  drawn_by uuid,
  answers jsonb,
  compared int not null default 0,
  submitted_at timestamptz,
  submitted_by uuid,
  constraint campaign_recheck_pk primary key (district_id, recheck_id),
  constraint campaign_recheck_entry_unique unique (district_id, entry_id),
  constraint campaign_recheck_entry_fk foreign key (district_id, entry_id) references campaign_household (district_id, entry_id),
  constraint campaign_recheck_person_check check (worker_id <> checker_id)
);
create index campaign_recheck_campaign_idx on campaign_recheck (district_id, campaign_id);
create index campaign_recheck_checker_idx on campaign_recheck (district_id, checker_id) where submitted_at is null;
comment on table campaign_recheck is '复查：抽中的一户由另一人再问一遍';
comment on column campaign_recheck.district_id is '区县(分布键)';
comment on column campaign_recheck.recheck_id is '编号';
comment on column campaign_recheck.entry_id is '名单中的一户';
comment on column campaign_recheck.campaign_id is '调查';
comment on column campaign_recheck.area_id is '社区(村)';
comment on column campaign_recheck.household_id is '家庭户';
comment on column campaign_recheck.draw_id is '抽取批次，也是抽取的种子';
comment on column campaign_recheck.worker_id is '初查人';
comment on column campaign_recheck.checker_id is '复查人';
comment on column campaign_recheck.drawn_at is '抽取时间';
comment on column campaign_recheck.drawn_by is '抽取人';
comment on column campaign_recheck.answers is '复查所得，原样保存；不含证件号码和电话';
comment on column campaign_recheck.compared is '比对的项数';
comment on column campaign_recheck.submitted_at is '录入时间';
comment on column campaign_recheck.submitted_by is '录入人';

create table campaign_difference (
  district_id int not null,
  difference_id uuid not null,
  recheck_id uuid not null,
  campaign_id uuid not null,
  area_id int not null,
  worker_id uuid not null,
  resident_id uuid,
  person_name text not null,
  field text not null constraint campaign_difference_field_check
    check (field in ('presence', 'extra', 'relation', 'hukouType', 'education', 'employmentStatus', 'employer')),
  first_answer text,
  second_answer text,
  verdict text constraint campaign_difference_verdict_check check (verdict in ('first', 'second')),
  decided_at timestamptz,
  decided_by uuid,
  version int not null default 1,
  constraint campaign_difference_pk primary key (district_id, difference_id),
  constraint campaign_difference_recheck_fk foreign key (district_id, recheck_id) references campaign_recheck (district_id, recheck_id)
);
create index campaign_difference_recheck_idx on campaign_difference (district_id, recheck_id);
create index campaign_difference_campaign_idx on campaign_difference (district_id, campaign_id);
comment on table campaign_difference is '初查与复查的差异及判定';
comment on column campaign_difference.district_id is '区县(分布键)';
comment on column campaign_difference.difference_id is '编号';
comment on column campaign_difference.recheck_id is '复查';
comment on column campaign_difference.campaign_id is '调查';
comment on column campaign_difference.area_id is '社区(村)';
comment on column campaign_difference.worker_id is '初查人';
comment on column campaign_difference.resident_id is '居民；复查新见的人为空';
comment on column campaign_difference.person_name is '姓名';
comment on column campaign_difference.field is '项目；presence 是否在此居住，extra 初查漏登的人';
comment on column campaign_difference.first_answer is '初查';
comment on column campaign_difference.second_answer is '复查';
comment on column campaign_difference.verdict is 'first 初查正确，second 复查正确';
comment on column campaign_difference.decided_at is '判定时间';
comment on column campaign_difference.decided_by is '判定人';
comment on column campaign_difference.version is '修改次数';

-- For which household, and for which household of a campaign, a row was typed.
alter table survey_row add column household_id uuid, add column campaign_entry_id uuid;
create index survey_row_household_idx on survey_row (district_id, household_id, saved_at) where household_id is not null;
create index survey_row_entry_idx on survey_row (district_id, campaign_entry_id) where campaign_entry_id is not null;
comment on column survey_row.household_id is '保存时所属的家庭户';
comment on column survey_row.campaign_entry_id is '为调查名单中的哪一户录入';
