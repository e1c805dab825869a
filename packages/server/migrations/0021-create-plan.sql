-- Plans with their indicators, yearly targets, tasks and evaluations; records of recurring work of the offices.
create table plan (
  district_id int not null,
  plan_id uuid not null,
  area_id int not null,
  name text not null,
  kind text not null constraint plan_kind_check check (kind in ('five-year', 'yearly')),
  from_month int not null,
  to_month int not null,
  source_document text not null default '',
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  constraint plan_pk primary key (district_id, plan_id),
  constraint plan_order_check check (to_month >= from_month)
);
create index plan_area_idx on plan (district_id, area_id);
comment on table plan is '规划：五年规划、年度计划';
comment on column plan.district_id is '区县(分布键)；市为 0';
comment on column plan.plan_id is '编号';
comment on column plan.area_id is '区域';
comment on column plan.name is '名称';
comment on column plan.kind is 'five-year 五年规划，yearly 年度计划';
comment on column plan.from_month is '起月 YYYYMM';
comment on column plan.to_month is '止月 YYYYMM';
comment on column plan.source_document is '依据文件';
comment on column plan.version is '修改次数';
comment on column plan.created_at is '录入时间';
comment on column plan.created_by is '录入人';

create table plan_indicator (
  district_id int not null,
  indicator_id uuid not null,
  plan_id uuid not null,
  position int not null,
  name text not null,
  kind text not null constraint plan_indicator_kind_check check (kind in ('binding', 'expected')),
  direction text not null constraint plan_indicator_direction_check check (direction in ('at-least', 'at-most')),
  measure text not null constraint plan_indicator_measure_check check (measure in ('flow', 'level')),
  catalogue_key text,
  unit text not null default '',
  note text not null default '',
  baseline_year int,
  baseline_value numeric(18, 4),
  total_target numeric(18, 4),
  owner_office_id uuid constraint plan_indicator_owner_fk references office (office_id),
  owner_name text not null default '',
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  voided_at timestamptz,
  voided_by uuid,
  void_reason text not null default '',
  constraint plan_indicator_pk primary key (district_id, indicator_id),
  constraint plan_indicator_plan_fk foreign key (district_id, plan_id) references plan (district_id, plan_id)
);
create index plan_indicator_plan_idx on plan_indicator (district_id, plan_id);
create index plan_indicator_owner_idx on plan_indicator (owner_office_id);
comment on table plan_indicator is '规划指标';
comment on column plan_indicator.district_id is '区县(分布键)；市为 0';
comment on column plan_indicator.indicator_id is '编号';
comment on column plan_indicator.plan_id is '规划';
comment on column plan_indicator.position is '次序';
comment on column plan_indicator.name is '名称';
comment on column plan_indicator.kind is 'binding 约束性，expected 预期性';
comment on column plan_indicator.direction is 'at-least 不低于，at-most 不高于';
comment on column plan_indicator.measure is 'flow 累计数，level 期末数或比率';
comment on column plan_indicator.catalogue_key is '指标目录中的指标；空为手工录入';
comment on column plan_indicator.unit is '计量单位';
comment on column plan_indicator.note is '说明';
comment on column plan_indicator.baseline_year is '基期年份';
comment on column plan_indicator.baseline_value is '基期值';
comment on column plan_indicator.total_target is '规划期累计目标';
comment on column plan_indicator.owner_office_id is '责任单位';
comment on column plan_indicator.owner_name is '责任人';
comment on column plan_indicator.version is '修改次数';
comment on column plan_indicator.created_at is '录入时间';
comment on column plan_indicator.created_by is '录入人';
comment on column plan_indicator.voided_at is '作废时间';
comment on column plan_indicator.voided_by is '作废人';
comment on column plan_indicator.void_reason is '作废原因';

create table plan_target (
  district_id int not null,
  indicator_id uuid not null,
  area_id int not null,
  year int not null,
  value numeric(18, 4) not null,
  set_at timestamptz not null,
  set_by uuid,
  constraint plan_target_pk primary key (district_id, indicator_id, area_id, year),
  constraint plan_target_indicator_fk foreign key (district_id, indicator_id) references plan_indicator (district_id, indicator_id)
);
comment on table plan_target is '年度目标及其分解：区域用稳定编号，撤并后随承接区域';
comment on column plan_target.district_id is '规划所在区县(分布键)；市为 0';
comment on column plan_target.indicator_id is '规划指标';
comment on column plan_target.area_id is '区域';
comment on column plan_target.year is '年度';
comment on column plan_target.value is '目标值';
comment on column plan_target.set_at is '下达时间';
comment on column plan_target.set_by is '下达人';

create table plan_actual (
  district_id int not null,
  actual_id uuid not null,
  indicator_id uuid not null,
  area_id int not null,
  period text not null,
  value numeric(18, 4) not null,
  source text not null,
  entered_at timestamptz not null,
  entered_by uuid,
  voided_at timestamptz,
  voided_by uuid,
  void_reason text not null default '',
  constraint plan_actual_pk primary key (district_id, actual_id),
  constraint plan_actual_indicator_fk foreign key (district_id, indicator_id) references plan_indicator (district_id, indicator_id)
);
create unique index plan_actual_live_unique on plan_actual (district_id, indicator_id, area_id, period) where voided_at is null;
comment on table plan_actual is '手工录入的实际值';
comment on column plan_actual.district_id is '规划所在区县(分布键)；市为 0';
comment on column plan_actual.actual_id is '编号';
comment on column plan_actual.indicator_id is '规划指标';
comment on column plan_actual.area_id is '区域';
comment on column plan_actual.period is '期间：月、季、年';
comment on column plan_actual.value is '实际值';
comment on column plan_actual.source is '数据来源';
comment on column plan_actual.entered_at is '录入时间';
comment on column plan_actual.entered_by is '录入人';
comment on column plan_actual.voided_at is '作废时间';
comment on column plan_actual.voided_by is '作废人';
comment on column plan_actual.void_reason is '作废原因';

create table plan_task (
  district_id int not null,
  task_id uuid not null,
  plan_id uuid not null,
  indicator_id uuid,
  parent_task_id uuid,
  title text not null,
  body text not null default '',
  owner_office_id uuid not null constraint plan_task_owner_fk references office (office_id),
  owner_name text not null default '',
  start_on date not null,
  due_on date not null,
  milestones jsonb not null,
  progress jsonb not null,
  state text not null constraint plan_task_state_check check (state in ('open', 'doing', 'done', 'cancelled')),
  done_on date,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  constraint plan_task_pk primary key (district_id, task_id),
  constraint plan_task_plan_fk foreign key (district_id, plan_id) references plan (district_id, plan_id),
  constraint plan_task_indicator_fk foreign key (district_id, indicator_id) references plan_indicator (district_id, indicator_id),
  constraint plan_task_parent_fk foreign key (district_id, parent_task_id) references plan_task (district_id, task_id),
  constraint plan_task_order_check check (due_on >= start_on)
);
create index plan_task_plan_idx on plan_task (district_id, plan_id);
create index plan_task_indicator_idx on plan_task (district_id, indicator_id);
create index plan_task_parent_idx on plan_task (district_id, parent_task_id);
create index plan_task_owner_idx on plan_task (owner_office_id, state);
comment on table plan_task is '规划任务分解：主体、时间表、路线图、进展';
comment on column plan_task.district_id is '规划所在区县(分布键)；市为 0';
comment on column plan_task.task_id is '编号';
comment on column plan_task.plan_id is '规划';
comment on column plan_task.indicator_id is '所属指标；空为整个规划';
comment on column plan_task.parent_task_id is '上级任务';
comment on column plan_task.title is '任务';
comment on column plan_task.body is '任务内容';
comment on column plan_task.owner_office_id is '责任单位';
comment on column plan_task.owner_name is '责任人';
comment on column plan_task.start_on is '开始日期';
comment on column plan_task.due_on is '完成期限';
comment on column plan_task.milestones is '路线图节点';
comment on column plan_task.progress is '进展记录，只增不改';
comment on column plan_task.state is '状态';
comment on column plan_task.done_on is '完成日期';
comment on column plan_task.version is '修改次数';
comment on column plan_task.created_at is '录入时间';
comment on column plan_task.created_by is '录入人';

create table plan_evaluation (
  district_id int not null,
  evaluation_id uuid not null,
  plan_id uuid not null,
  area_id int not null,
  kind text not null constraint plan_evaluation_kind_check check (kind in ('quarterly', 'yearly', 'mid-term', 'final', 'inspection')),
  period text not null,
  evaluated_on date not null,
  content text not null,
  findings text not null default '',
  measures text not null default '',
  evaluator text not null,
  figures jsonb not null,
  signed_at timestamptz,
  signed_by uuid,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  constraint plan_evaluation_pk primary key (district_id, evaluation_id),
  constraint plan_evaluation_plan_fk foreign key (district_id, plan_id) references plan (district_id, plan_id)
);
create index plan_evaluation_plan_idx on plan_evaluation (district_id, plan_id);
comment on table plan_evaluation is '规划监测评估与督查记录';
comment on column plan_evaluation.district_id is '规划所在区县(分布键)；市为 0';
comment on column plan_evaluation.evaluation_id is '编号';
comment on column plan_evaluation.plan_id is '规划';
comment on column plan_evaluation.area_id is '区域';
comment on column plan_evaluation.kind is '类别';
comment on column plan_evaluation.period is '期间：季、年';
comment on column plan_evaluation.evaluated_on is '评估日期';
comment on column plan_evaluation.content is '评估正文';
comment on column plan_evaluation.findings is '发现的问题';
comment on column plan_evaluation.measures is '改进措施';
comment on column plan_evaluation.evaluator is '评估人';
comment on column plan_evaluation.figures is '评估时的数字';
comment on column plan_evaluation.signed_at is '签发时间';
comment on column plan_evaluation.signed_by is '签发人';
comment on column plan_evaluation.version is '修改次数';
comment on column plan_evaluation.created_at is '录入时间';
comment on column plan_evaluation.created_by is '录入人';

create table cadence_record (
  district_id int not null,
  record_id uuid not null,
  office_id uuid not null constraint cadence_record_office_fk references office (office_id),
  rule text not null,
  period text not null,
  held_on date not null,
  place text not null default '',
  people int not null default 0,
  note text not null default '',
  version int not null default 1,
  entered_at timestamptz not null,
  entered_by uuid,
  voided_at timestamptz,
  voided_by uuid,
  void_reason text not null default '',
  constraint cadence_record_pk primary key (district_id, record_id)
);
create index cadence_record_period_idx on cadence_record (district_id, rule, period);
create index cadence_record_office_idx on cadence_record (office_id);
comment on table cadence_record is '单位按要求开展工作的登记：日期、地点、人数';
comment on column cadence_record.district_id is '区县(分布键)；市为 0';
comment on column cadence_record.record_id is '编号';
comment on column cadence_record.office_id is '单位';
comment on column cadence_record.rule is '工作要求';
comment on column cadence_record.period is '周期：周、半月、月、季、年';
comment on column cadence_record.held_on is '开展日期';
comment on column cadence_record.place is '地点';
comment on column cadence_record.people is '参加人数';
comment on column cadence_record.note is '内容与成效';
comment on column cadence_record.version is '修改次数';
comment on column cadence_record.entered_at is '录入时间';
comment on column cadence_record.entered_by is '录入人';
comment on column cadence_record.voided_at is '作废时间';
comment on column cadence_record.voided_by is '作废人';
comment on column cadence_record.void_reason is '作废原因';
