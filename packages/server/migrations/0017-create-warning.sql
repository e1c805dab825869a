-- Early warnings that were recorded: the figures of then, who was told, what was done (C04).
create table warning_case (
  district_id int not null,
  case_id uuid not null,
  area_id int not null,
  month int not null,
  indicator text not null,
  level text not null constraint warning_case_level_check check (level in ('blue', 'yellow', 'orange', 'red')),
  value numeric(12,2) not null,
  reached numeric(12,2) not null,
  sentence_zh text not null,
  sentence_en text not null,
  parts jsonb not null,
  state text not null constraint warning_case_state_check check (state in ('recorded', 'acknowledged', 'handled', 'closed')),
  recorded_at timestamptz not null,
  recorded_by uuid,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  measure text not null default '',
  responsible text not null default '',
  due_on date,
  handled_at timestamptz,
  handled_by uuid,
  result text not null default '',
  closed_at timestamptz,
  closed_by uuid,
  version int not null default 1,
  cause uuid not null,
  constraint warning_case_pk primary key (district_id, case_id),
  constraint warning_case_unique unique (district_id, area_id, month, indicator)
);
create index warning_case_open_idx on warning_case (district_id, area_id, month) where state <> 'closed';
comment on table warning_case is '失业预警：记录、告知与处置';
comment on column warning_case.district_id is '区县(分布键)；市为 0';
comment on column warning_case.case_id is '编号';
comment on column warning_case.area_id is '区域';
comment on column warning_case.month is '月份';
comment on column warning_case.indicator is '预警指标';
comment on column warning_case.level is '等级：蓝、黄、橙、红';
comment on column warning_case.value is '当时的数值';
comment on column warning_case.reached is '达到的预警线';
comment on column warning_case.sentence_zh is '当时的说明(中文)';
comment on column warning_case.sentence_en is '当时的说明(英文)';
comment on column warning_case.parts is '当时的构成';
comment on column warning_case.state is '状态';
comment on column warning_case.recorded_at is '记录时间';
comment on column warning_case.recorded_by is '记录人；关账时自动记录为空';
comment on column warning_case.acknowledged_at is '知悉时间';
comment on column warning_case.acknowledged_by is '知悉人';
comment on column warning_case.measure is '处置措施';
comment on column warning_case.responsible is '责任人';
comment on column warning_case.due_on is '完成期限';
comment on column warning_case.handled_at is '处置时间';
comment on column warning_case.handled_by is '处置人';
comment on column warning_case.result is '办结结果';
comment on column warning_case.closed_at is '办结时间';
comment on column warning_case.closed_by is '办结人';
comment on column warning_case.version is '修改次数';
comment on column warning_case.cause is '审计事件';

create table warning_notice (
  district_id int not null,
  notice_id uuid not null,
  case_id uuid not null,
  direction text not null constraint warning_notice_direction_check check (direction in ('up', 'down')),
  office_id uuid not null,
  how text not null constraint warning_notice_how_check check (how in ('system', 'phone', 'meeting', 'document')),
  note text not null default '',
  told_at timestamptz not null,
  told_by uuid,
  confirmed_at timestamptz,
  confirmed_by uuid,
  cause uuid not null,
  constraint warning_notice_pk primary key (district_id, notice_id),
  constraint warning_notice_case_fk foreign key (district_id, case_id) references warning_case (district_id, case_id),
  constraint warning_notice_office_fk foreign key (office_id) references office (office_id)
);
create index warning_notice_case_idx on warning_notice (district_id, case_id);
create index warning_notice_office_idx on warning_notice (office_id, confirmed_at);
comment on table warning_notice is '失业预警告知：告知了哪个机构，是否知悉';
comment on column warning_notice.district_id is '区县(分布键)；市为 0';
comment on column warning_notice.notice_id is '编号';
comment on column warning_notice.case_id is '预警';
comment on column warning_notice.direction is '向上或向下';
comment on column warning_notice.office_id is '被告知机构';
comment on column warning_notice.how is '方式：系统、电话、会议、文件';
comment on column warning_notice.note is '附言';
comment on column warning_notice.told_at is '告知时间';
comment on column warning_notice.told_by is '告知人';
comment on column warning_notice.confirmed_at is '知悉时间';
comment on column warning_notice.confirmed_by is '知悉人';
comment on column warning_notice.cause is '审计事件';
