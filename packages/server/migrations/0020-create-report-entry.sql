-- What people write into report forms: cells by hand, the text of the report, explanations of cross-checks. And days as a way into the ledger.
create table report_manual_cell (
  district_id int not null,
  form text not null,
  area_id int not null,
  period text not null,
  row_key text not null,
  cell text not null,
  value bigint,
  entered_by uuid,
  entered_by_name text not null,
  entered_at timestamptz not null,
  version int not null default 1,
  cause uuid not null,
  constraint report_manual_cell_pk primary key (district_id, form, area_id, period, row_key, cell)
);
create index report_manual_cell_period_idx on report_manual_cell (district_id, form, period);
comment on table report_manual_cell is '报表手工格：由填报单位录入，上级为下级与本级之和';
comment on column report_manual_cell.district_id is '区县(分布键)；市为 0';
comment on column report_manual_cell.form is '报表类别';
comment on column report_manual_cell.area_id is '填报区域';
comment on column report_manual_cell.period is '报告期：日、周、月、季';
comment on column report_manual_cell.row_key is '行';
comment on column report_manual_cell.cell is '分组，空为合计';
comment on column report_manual_cell.value is '数值；清空为空';
comment on column report_manual_cell.entered_by is '录入人';
comment on column report_manual_cell.entered_by_name is '录入人当时的姓名';
comment on column report_manual_cell.entered_at is '录入时间';
comment on column report_manual_cell.version is '修改次数';
comment on column report_manual_cell.cause is '审计事件';

create table report_narrative (
  district_id int not null,
  form text not null,
  area_id int not null,
  period text not null,
  body text not null,
  written_by uuid,
  written_by_name text not null,
  written_at timestamptz not null,
  version int not null default 1,
  constraint report_narrative_pk primary key (district_id, form, area_id, period)
);
comment on table report_narrative is '报表文字分析：系统起草，填报单位修改';
comment on column report_narrative.district_id is '区县(分布键)；市为 0';
comment on column report_narrative.form is '报表类别';
comment on column report_narrative.area_id is '填报区域';
comment on column report_narrative.period is '报告期：日、周、月、季';
comment on column report_narrative.body is '文字';
comment on column report_narrative.written_by is '撰写人';
comment on column report_narrative.written_by_name is '撰写人当时的姓名';
comment on column report_narrative.written_at is '撰写时间';
comment on column report_narrative.version is '修改次数';

create table report_explanation (
  district_id int not null,
  form text not null,
  area_id int not null,
  period text not null,
  check_key text not null,
  body text not null,
  explained_by uuid,
  explained_by_name text not null,
  explained_at timestamptz not null,
  version int not null default 1,
  constraint report_explanation_pk primary key (district_id, form, area_id, period, check_key)
);
comment on table report_explanation is '报表审核说明：审核提示的情况由填报单位说明';
comment on column report_explanation.district_id is '区县(分布键)；市为 0';
comment on column report_explanation.form is '报表类别';
comment on column report_explanation.area_id is '填报区域';
comment on column report_explanation.period is '报告期：日、周、月、季';
comment on column report_explanation.check_key is '审核关系';
comment on column report_explanation.body is '说明';
comment on column report_explanation.explained_by is '说明人';
comment on column report_explanation.explained_by_name is '说明人当时的姓名';
comment on column report_explanation.explained_at is '说明时间';
comment on column report_explanation.version is '修改次数';

create index fact_day_idx on fact (district_id, area_id, effective_on);
