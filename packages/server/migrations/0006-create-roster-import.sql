-- Roster import: staged rows with verdicts, remembered mappings, undo (security.md rule 14).
create table import_batch (
  district_id int not null,
  batch_id uuid not null,
  area_id int not null,
  file_name text not null,
  file_digest bytea not null,
  file_path text not null,
  kind text not null,
  status text not null constraint import_batch_status_check check (status in ('read', 'judged', 'applying', 'applied', 'undoing', 'undone', 'failed')),
  layout jsonb not null,
  counts jsonb not null,
  outcome jsonb not null default '{}',
  message text not null default '',
  version int not null default 1,
  task_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  applied_at timestamptz,
  undone_at timestamptz,
  constraint import_batch_pk primary key (district_id, batch_id)
);
create index import_batch_area_idx on import_batch (district_id, area_id, created_at desc);
comment on table import_batch is '名册导入批次';
comment on column import_batch.district_id is '区县(分布键)';
comment on column import_batch.batch_id is '编号';
comment on column import_batch.area_id is '导入到的社区(村)';
comment on column import_batch.file_name is '文件名';
comment on column import_batch.file_digest is '文件摘要';
comment on column import_batch.file_path is '存放路径(随机名)';
comment on column import_batch.kind is '名册类别';
comment on column import_batch.status is '状态';
comment on column import_batch.layout is '表头与列对应';
comment on column import_batch.counts is '判定计数';
comment on column import_batch.outcome is '执行结果计数';
comment on column import_batch.message is '说明';
comment on column import_batch.version is '修改次数';
comment on column import_batch.task_id is '后台任务';
comment on column import_batch.created_at is '上传时间';
comment on column import_batch.created_by is '上传人';
comment on column import_batch.applied_at is '执行时间';
comment on column import_batch.undone_at is '撤销时间';

create table import_row (
  district_id int not null,
  batch_id uuid not null,
  row_no int not null,
  sheet int not null,
  sheet_row int not null,
  verdict text not null constraint import_row_verdict_check check (verdict in ('accepted', 'rejected')),
  code text,
  repaired text[] not null default '{}',
  warned text[] not null default '{}',
  household_no int,
  name text not null,
  citizen_id_masked text not null default '',
  payload_cipher text not null,
  action text constraint import_row_action_check check (action in ('create', 'update', 'skip')),
  resident_id uuid,
  applied_at timestamptz,
  undo jsonb,
  constraint import_row_pk primary key (district_id, batch_id, row_no),
  constraint import_row_batch_fk foreign key (district_id, batch_id) references import_batch (district_id, batch_id)
);
comment on table import_row is '名册导入行：逐行判定';
comment on column import_row.district_id is '区县(分布键)';
comment on column import_row.batch_id is '批次';
comment on column import_row.row_no is '行号';
comment on column import_row.sheet is '工作表';
comment on column import_row.sheet_row is '表中行号';
comment on column import_row.verdict is '判定';
comment on column import_row.code is '拒绝原因';
comment on column import_row.repaired is '已修正项';
comment on column import_row.warned is '提醒项';
comment on column import_row.household_no is '户序号';
comment on column import_row.name is '姓名';
comment on column import_row.citizen_id_masked is '身份号码掩码';
comment on column import_row.payload_cipher is '行内容密文';
comment on column import_row.action is '新增、更新、跳过';
comment on column import_row.resident_id is '居民';
comment on column import_row.applied_at is '执行时间';
comment on column import_row.undo is '撤销所需';

create table roster_mapping (
  district_id int not null,
  area_id int not null,
  header_digest text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  saved_by uuid,
  constraint roster_mapping_pk primary key (district_id, area_id, header_digest)
);
comment on table roster_mapping is '记住的列对应';
comment on column roster_mapping.district_id is '区县(分布键)';
comment on column roster_mapping.area_id is '社区(村)';
comment on column roster_mapping.header_digest is '表头摘要';
comment on column roster_mapping.mapping is '列对应';
comment on column roster_mapping.saved_at is '保存时间';
comment on column roster_mapping.saved_by is '保存人';
