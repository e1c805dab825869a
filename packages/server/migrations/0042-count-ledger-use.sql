-- How often ledgers, their columns and saved views are used, by office and month: sums, never whose reading; and what the city has retired.
create table ledger_use (
  district_id int not null,
  office_id uuid not null,
  month int not null,
  ledger text not null,
  kind text not null constraint ledger_use_kind_check check (kind in ('ledger', 'column', 'view')),
  item text not null,
  act text not null constraint ledger_use_act_check check (act in ('opened', 'exported', 'printed')),
  uses int not null,
  constraint ledger_use_pk primary key (district_id, office_id, month, ledger, kind, item, act)
);
create index ledger_use_month_idx on ledger_use (district_id, month);
comment on table ledger_use is '台账使用次数(按机构、月份合计)';
comment on column ledger_use.district_id is '机构所在区县(分布键)；市为 0';
comment on column ledger_use.office_id is '机构';
comment on column ledger_use.month is '月份';
comment on column ledger_use.ledger is '台账';
comment on column ledger_use.kind is '统计对象：台账、列、视图';
comment on column ledger_use.item is '列或视图；台账本身为空';
comment on column ledger_use.act is '打开、导出、打印';
comment on column ledger_use.uses is '次数';

create table ledger_retirement (
  district_id int not null,
  ledger text not null,
  column_key text not null,
  why text not null,
  retired_at timestamptz not null,
  retired_by uuid,
  restored_at timestamptz,
  constraint ledger_retirement_pk primary key (district_id, ledger, column_key)
);
comment on table ledger_retirement is '停用的台账和列';
comment on column ledger_retirement.district_id is '全市，恒为 0';
comment on column ledger_retirement.ledger is '台账';
comment on column ledger_retirement.column_key is '列；台账本身为空';
comment on column ledger_retirement.why is '理由';
comment on column ledger_retirement.retired_at is '停用时间';
comment on column ledger_retirement.retired_by is '停用人';
comment on column ledger_retirement.restored_at is '恢复时间';
