-- What the ledgers of a community showed when a month was closed, for ever: one document a community and month, packed and encrypted.
create table ledger_copy (
  district_id int not null,
  copy_id uuid not null,
  area_id int not null,
  month int not null,
  frozen_at timestamptz not null,
  frozen_by uuid,
  by_name text not null,
  counts jsonb not null,
  digest bytea not null,
  body_cipher text not null,
  constraint ledger_copy_pk primary key (district_id, copy_id),
  constraint ledger_copy_unique unique (district_id, month, area_id)
);
comment on table ledger_copy is '封存台账：锁定月份时各社区各本台账的名单';
comment on column ledger_copy.district_id is '区县(分布键)';
comment on column ledger_copy.copy_id is '编号';
comment on column ledger_copy.area_id is '社区';
comment on column ledger_copy.month is '月份';
comment on column ledger_copy.frozen_at is '封存时间';
comment on column ledger_copy.frozen_by is '封存人';
comment on column ledger_copy.by_name is '封存人姓名';
comment on column ledger_copy.counts is '各本台账的行数';
comment on column ledger_copy.digest is '封存内容的摘要';
comment on column ledger_copy.body_cipher is '封存内容(压缩后加密)';
