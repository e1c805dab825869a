-- Deliveries of a data exchange: what was asked for, what the check said, where the sealed file lies. Rows of people are never kept here.
create table exchange_delivery (
  district_id int not null,
  delivery_id uuid not null,
  area_id int not null,
  edition text not null,
  table_codes text[] not null,
  mode text not null constraint exchange_delivery_mode_check check (mode in ('all', 'changes')),
  as_of_on date not null,
  since_number int,
  since_read_at timestamptz,
  format text not null,
  purpose text not null,
  state text not null constraint exchange_delivery_state_check check (state in ('checking', 'checked', 'making', 'ready', 'stopped', 'failed', 'expired')),
  on_error text constraint exchange_delivery_on_error_check check (on_error in ('leave-out', 'stop')),
  number int,
  counts jsonb not null default '[]',
  finding_groups jsonb not null default '[]',
  errors int not null default 0,
  warnings int not null default 0,
  read_at timestamptz,
  file_path text,
  file_bytes bigint,
  file_sha256 text,
  expires_on date,
  message text not null default '',
  task_id uuid,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  finished_at timestamptz,
  constraint exchange_delivery_pk primary key (district_id, delivery_id),
  constraint exchange_delivery_number_unique unique (district_id, edition, area_id, number)
);
create index exchange_delivery_area_idx on exchange_delivery (district_id, area_id, created_at desc);
create index exchange_delivery_expiry_idx on exchange_delivery (district_id, expires_on) where file_path is not null;
comment on table exchange_delivery is '数据交换的交付';
comment on column exchange_delivery.district_id is '区县(分布键)，全市为 0';
comment on column exchange_delivery.delivery_id is '编号';
comment on column exchange_delivery.area_id is '报送地区';
comment on column exchange_delivery.edition is '对应文件版本';
comment on column exchange_delivery.table_codes is '所选的表';
comment on column exchange_delivery.mode is 'all 全量，changes 增量';
comment on column exchange_delivery.as_of_on is '数据截止日';
comment on column exchange_delivery.since_number is '增量：自第几次交付起';
comment on column exchange_delivery.since_read_at is '增量：自何时起的变化';
comment on column exchange_delivery.format is '文件格式';
comment on column exchange_delivery.purpose is '用途';
comment on column exchange_delivery.state is '状态';
comment on column exchange_delivery.on_error is '有错的行：leave-out 不报，stop 停止';
comment on column exchange_delivery.number is '交付序号(地区、版本内)';
comment on column exchange_delivery.counts is '各表计数与摘要';
comment on column exchange_delivery.finding_groups is '检查结果分组计数(不含个人信息)';
comment on column exchange_delivery.errors is '错误数';
comment on column exchange_delivery.warnings is '提醒数';
comment on column exchange_delivery.read_at is '开始读取数据的时间';
comment on column exchange_delivery.file_path is '密文文件(随机名)';
comment on column exchange_delivery.file_bytes is '文件大小';
comment on column exchange_delivery.file_sha256 is '文件摘要 SHA-256';
comment on column exchange_delivery.expires_on is '文件删除日';
comment on column exchange_delivery.message is '失败或停止的原因代码';
comment on column exchange_delivery.task_id is '后台任务';
comment on column exchange_delivery.version is '修改次数';
comment on column exchange_delivery.created_at is '创建时间';
comment on column exchange_delivery.created_by is '创建人';
comment on column exchange_delivery.finished_at is '完成时间';
