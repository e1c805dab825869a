-- Changes of areas: reference tables, except for the list of people of a split.
alter table area_version add column booked_month int;
comment on column area_version.booked_month is '报表从哪个月起按本时段的名称和上级，YYYYMM；空为生效当月';

create table area_change (
  change_id uuid not null,
  kind text not null constraint area_change_kind_check check (kind in ('created', 'renamed', 'urbanised', 'parent-changed', 'merged', 'split')),
  area_id int not null constraint area_change_area_fk references area (area_id),
  into_area_id int constraint area_change_into_fk references area (area_id),
  effective_on date not null,
  booked_month int not null,
  document_no text not null default '',
  reason text not null default '',
  task_id uuid,
  made_at timestamptz not null,
  made_by uuid,
  cause uuid not null,
  constraint area_change_pk primary key (change_id)
);
create index area_change_area_idx on area_change (area_id);
create index area_change_into_idx on area_change (into_area_id);
comment on table area_change is '区划变更登记：每次变更的生效日、入账月份、文号和原因';
comment on column area_change.change_id is '编号';
comment on column area_change.kind is '类别：新设、更名改码、撤村建居、变更隶属、撤并、拆分';
comment on column area_change.area_id is '变更的区域';
comment on column area_change.into_area_id is '撤并或拆分的去向，变更隶属的新上级';
comment on column area_change.effective_on is '生效日';
comment on column area_change.booked_month is '入账月份 YYYYMM：从这个月的报表起生效';
comment on column area_change.document_no is '批准文号';
comment on column area_change.reason is '原因';
comment on column area_change.task_id is '办理它的后台任务';
comment on column area_change.made_at is '登记时间';
comment on column area_change.made_by is '登记人';
comment on column area_change.cause is '审计事件';

create table area_split_row (
  district_id int not null,
  change_id uuid not null constraint area_split_row_change_fk references area_change (change_id),
  resident_id uuid not null,
  household_number text not null default '',
  outcome text not null constraint area_split_row_outcome_check check (outcome in ('waiting', 'moved', 'elsewhere', 'gone')),
  done_at timestamptz,
  constraint area_split_row_pk primary key (district_id, change_id, resident_id)
);
create index area_split_row_change_idx on area_split_row (change_id);
comment on table area_split_row is '拆分名单：划出的每个人和办理结果';
comment on column area_split_row.district_id is '区县(分布键)';
comment on column area_split_row.change_id is '区划变更';
comment on column area_split_row.resident_id is '居民';
comment on column area_split_row.household_number is '选定时的户号';
comment on column area_split_row.outcome is '结果：等待、已划出、当时不住在原社区、档案已作废或转出';
comment on column area_split_row.done_at is '办理时间';
