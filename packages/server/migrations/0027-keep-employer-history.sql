-- Every change of a monitored employer, of its months and layoff reports is kept, and the last one can be taken back (C04).
alter table employer_month add column withdrawn_at timestamptz;
comment on column employer_month.withdrawn_at is '撤回时间；撤回的月报不计入';
alter table layoff_report add column withdrawn_at timestamptz;
comment on column layoff_report.withdrawn_at is '撤回时间；撤回的报告不计入';

create table monitored_employer_change (
  district_id int not null,
  change_id uuid not null,
  employer_id uuid not null,
  record_kind text not null constraint monitored_employer_change_kind_check check (record_kind in ('employer', 'month', 'layoff')),
  record_key text not null,
  action text not null,
  before jsonb,
  after jsonb not null,
  reason text not null default '',
  changed_at timestamptz not null,
  changed_by uuid,
  cause uuid not null,
  constraint monitored_employer_change_pk primary key (district_id, change_id),
  constraint monitored_employer_change_employer_fk foreign key (district_id, employer_id) references monitored_employer (district_id, employer_id)
);
create index monitored_employer_change_employer_idx on monitored_employer_change (district_id, employer_id, changed_at);
comment on table monitored_employer_change is '监测企业、月报和裁员报告的变更记录';
comment on column monitored_employer_change.district_id is '区县(分布键)；市为 0';
comment on column monitored_employer_change.change_id is '编号';
comment on column monitored_employer_change.employer_id is '企业';
comment on column monitored_employer_change.record_kind is '记录类别：企业、月报、裁员报告';
comment on column monitored_employer_change.record_key is '记录：企业或裁员报告的编号，或月份';
comment on column monitored_employer_change.action is '动作';
comment on column monitored_employer_change.before is '变更前；新记录为空';
comment on column monitored_employer_change.after is '变更后';
comment on column monitored_employer_change.reason is '原因';
comment on column monitored_employer_change.changed_at is '变更时间';
comment on column monitored_employer_change.changed_by is '变更人';
comment on column monitored_employer_change.cause is '审计事件';
-- Employers that are on the panel already begin their history here.
insert into monitored_employer_change (district_id, change_id, employer_id, record_kind, record_key, action, after, changed_at, changed_by, cause)
select district_id, gen_random_uuid(), employer_id, 'employer', employer_id::text, 'added', to_jsonb(e) - 'cause', created_at, created_by, cause
from monitored_employer e;
