-- Policies that people have enjoyed: what was granted to whom from when to when, under which document.
create table policy_benefit (
  district_id int not null,
  benefit_id uuid not null,
  resident_id uuid not null,
  policy text not null,
  policy_name text not null,
  document text not null,
  from_on date not null,
  to_on date,
  amount_fen bigint,
  note text not null default '',
  version int not null default 1,
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint policy_benefit_pk primary key (district_id, benefit_id),
  constraint policy_benefit_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id),
  constraint policy_benefit_end_check check (to_on > from_on)
);
create index policy_benefit_resident_idx on policy_benefit (district_id, resident_id, from_on);
comment on table policy_benefit is '享受政策记录';
comment on column policy_benefit.district_id is '区县(分布键)';
comment on column policy_benefit.benefit_id is '编号';
comment on column policy_benefit.resident_id is '居民';
comment on column policy_benefit.policy is '政策(清单中的键)';
comment on column policy_benefit.policy_name is '登记时的政策名称';
comment on column policy_benefit.document is '登记时的文号';
comment on column policy_benefit.from_on is '起';
comment on column policy_benefit.to_on is '止(不含)';
comment on column policy_benefit.amount_fen is '金额(分)';
comment on column policy_benefit.note is '来源说明';
comment on column policy_benefit.version is '修改次数';
comment on column policy_benefit.voided_at is '作废时间';
comment on column policy_benefit.created_at is '录入时间';
comment on column policy_benefit.created_by is '录入人';
comment on column policy_benefit.cause is '审计事件';
