-- Rows of a household survey typed in the entry grid: the account of what saving made of each (security.md rule 3: one key, one row), and
-- what undoing needs. What was typed is not kept here: it is in the files.
create table survey_row (
  district_id int not null,
  row_key uuid not null,
  area_id int not null,
  content_digest text not null,
  action text not null constraint survey_row_action_check check (action in ('create', 'update', 'skip')),
  resident_id uuid not null,
  notes jsonb not null default '[]',
  undo jsonb,
  cause uuid not null,
  saved_at timestamptz not null,
  saved_by uuid,
  undone_at timestamptz,
  constraint survey_row_pk primary key (district_id, row_key)
);
create index survey_row_cause_idx on survey_row (district_id, cause);
comment on table survey_row is '入户调查录入行：保存结果与撤销所需';
comment on column survey_row.district_id is '区县(分布键)';
comment on column survey_row.row_key is '行编号，录入时生成，一行只保存一次';
comment on column survey_row.area_id is '社区(村)';
comment on column survey_row.content_digest is '所录内容的带密钥摘要';
comment on column survey_row.action is '新增、更新、不变';
comment on column survey_row.resident_id is '居民';
comment on column survey_row.notes is '未照录之处';
comment on column survey_row.undo is '撤销所需';
comment on column survey_row.cause is '保存该行的审计事件，即一次保存';
comment on column survey_row.saved_at is '保存时间';
comment on column survey_row.saved_by is '录入人';
comment on column survey_row.undone_at is '撤销时间';
