-- Views of ledgers that somebody has saved with a name: columns, filters, order and period, whose they are, and whether the office sees them.
create table ledger_view (
  district_id int not null,
  view_id uuid not null,
  account_id uuid not null,
  office_id uuid not null,
  ledger text not null,
  name text not null,
  shared boolean not null default false,
  state jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null default 1,
  constraint ledger_view_pk primary key (district_id, view_id),
  constraint ledger_view_name_unique unique (district_id, account_id, ledger, name)
);
create index ledger_view_office_idx on ledger_view (district_id, office_id);
comment on table ledger_view is '保存的台账视图';
comment on column ledger_view.district_id is '保存人所在区县(分布键)；市为 0';
comment on column ledger_view.view_id is '编号';
comment on column ledger_view.account_id is '保存人';
comment on column ledger_view.office_id is '保存人所在机构';
comment on column ledger_view.ledger is '台账';
comment on column ledger_view.name is '名称';
comment on column ledger_view.shared is '是否共享给本机构';
comment on column ledger_view.state is '列、筛选、排序和期间';
comment on column ledger_view.created_at is '保存时间';
comment on column ledger_view.changed_at is '修改时间';
comment on column ledger_view.version is '修改次数';
