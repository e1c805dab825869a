-- A parameter value that was entered by mistake can be taken back: it stays, with who voided it and why, and holds no more.
alter table parameter add column voided_at timestamptz;
alter table parameter add column voided_by uuid;
alter table parameter add column void_reason text not null default '';
alter table parameter drop constraint parameter_key_unique;
create unique index parameter_live_unique on parameter (key, area_id, from_on) where voided_at is null;
comment on column parameter.voided_at is '作废时间；空为有效';
comment on column parameter.voided_by is '作废人';
comment on column parameter.void_reason is '作废原因';
