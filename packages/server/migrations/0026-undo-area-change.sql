-- A change of areas that nothing sealed rests on yet may be taken back; the register keeps it.
alter table area_change add column undone_at timestamptz;
alter table area_change add column undone_by uuid;
alter table area_change add column undo_reason text not null default '';
create index area_change_cause_idx on area_change (cause);
comment on column area_change.undone_at is '撤销登记的时间；空为有效';
comment on column area_change.undone_by is '撤销人';
comment on column area_change.undo_reason is '撤销原因';
