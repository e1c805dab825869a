-- A judged row follows from the file and its mapping and is judged again when asked for; a stored row is the ledger of what applying
-- made of it (security.md rule 14), and what undoing needs.
alter table import_row
  drop column sheet,
  drop column sheet_row,
  drop column verdict,
  drop column code,
  drop column repaired,
  drop column warned,
  drop column household_no,
  drop column name,
  drop column citizen_id_masked,
  drop column payload_cipher,
  add column cause uuid not null,
  add column notes jsonb not null default '[]',
  add column undone_at timestamptz,
  alter column action set not null,
  alter column applied_at set not null;
comment on table import_row is '名册导入行：执行结果与撤销所需';
comment on column import_row.cause is '执行该行的审计事件';
comment on column import_row.notes is '未照录之处';
comment on column import_row.undone_at is '撤销时间';
