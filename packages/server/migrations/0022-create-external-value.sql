-- Values of indicators that registers cannot give, as published. A row never changes but for being ended: corrected by a new one, or voided.
create table external_value (
  district_id int not null,
  value_id uuid not null,
  area_id int not null,
  indicator text not null,
  period text not null,
  value numeric not null,
  document text not null,
  publisher text not null,
  published_on date not null,
  note text not null default '',
  reason text not null default '',
  replaces_id uuid,
  status text not null default 'current' constraint external_value_status_check check (status in ('current', 'replaced', 'void')),
  entered_at timestamptz not null,
  entered_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  void_reason text not null default '',
  version int not null default 1,
  constraint external_value_pk primary key (district_id, value_id)
);
create unique index external_value_current on external_value (district_id, area_id, indicator, period) where status = 'current';
create index external_value_area_idx on external_value (district_id, area_id, indicator);
comment on table external_value is '外部指标数值(统计部门发布)，更正另写新数，旧数保留';
comment on column external_value.district_id is '区县(分布键)；市为 0';
comment on column external_value.value_id is '编号';
comment on column external_value.area_id is '区域';
comment on column external_value.indicator is '指标';
comment on column external_value.period is '期别：月、季、年';
comment on column external_value.value is '数值';
comment on column external_value.document is '来源文件';
comment on column external_value.publisher is '发布单位';
comment on column external_value.published_on is '发布日期';
comment on column external_value.note is '备注';
comment on column external_value.reason is '更正理由';
comment on column external_value.replaces_id is '所更正的数值';
comment on column external_value.status is '状态：现行、已更正、作废';
comment on column external_value.entered_at is '录入时间';
comment on column external_value.entered_by is '录入人';
comment on column external_value.ended_at is '更正或作废时间';
comment on column external_value.ended_by is '更正或作废人';
comment on column external_value.void_reason is '作废理由';
comment on column external_value.version is '修改次数';
