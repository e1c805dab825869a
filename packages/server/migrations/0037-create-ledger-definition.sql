-- Ledgers that the city has defined itself, as the text of their file; one that is withdrawn stays, with the day.
create table ledger_definition (
  district_id int not null,
  ledger text not null,
  definition jsonb not null,
  changed_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  version int not null default 1,
  constraint ledger_definition_pk primary key (district_id, ledger)
);
comment on table ledger_definition is '本市自定义的台账';
comment on column ledger_definition.district_id is '分布键；市为 0';
comment on column ledger_definition.ledger is '台账';
comment on column ledger_definition.definition is '台账定义：名称、人员范围、列、筛选、排序';
comment on column ledger_definition.changed_by is '修改人';
comment on column ledger_definition.created_at is '添加时间';
comment on column ledger_definition.changed_at is '修改时间';
comment on column ledger_definition.withdrawn_at is '停用时间';
comment on column ledger_definition.version is '修改次数';
